"""The private journal: entries that only their author can open.

An *entry* is two sealed boxes. The *head* holds title, day, mood, challenges and the first words; the *body* holds
questions and answers. There is no other column that says anything: order, search and months happen after opening, in
the memory of one request. The key comes from the keyring and is in the server's hands for that request only.

Nobody but the factory, the export of one's own data and the demonstration may import this room.
"""
