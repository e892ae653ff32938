"""What happens by itself. Rooms name their jobs here; a job is an action without arguments, claimed by a lease.

huey only ticks: it wakes a worker, and the worker claims rows of our own database. So nothing is lost when huey's own
store is away, and every job can be run by a plain command from cron as well.
"""
