// The whole of our own JavaScript. Every page works without it; this only adds manners.
// htmx 4 event names. No inline handlers and nothing evaluated, so the pages run under script-src 'self'.

// htmx may neither build functions from text nor insert scripts, whatever an answer holds.
const refuse = () => { throw new Error("This site evaluates nothing."); };
htmx.registerExtension("plain", {
  init: (api) => api.initSecurity({ createHTML: (html) => html, createScript: () => "" }, refuse, refuse),
  htmx_before_swap: (_elt, { tasks }) => tasks.forEach((t) => {
    t.fragment?.querySelectorAll?.("script, style").forEach((s) => s.remove());
    t.fragment?.querySelectorAll?.(".filters[id]").forEach((d) => (d.open = document.getElementById(d.id)?.open)); // as it stood
    if (t.fragment?.querySelector?.("#new")) document.getElementById("new")?.remove(); // one line parts what is new from what was
  }),
});

const one = (selector) => document.querySelector(selector);
const say = (words) => { const region = one("#announce"); region.textContent = ""; setTimeout(() => (region.textContent = words), 50); };
const toast = (words) => {
  const p = Object.assign(document.createElement("p"), { className: "toast", textContent: words });
  one("#toasts").append(p);
  setTimeout(() => p.remove(), 8000);
};

// 1. The server speaks through one header: HX-Trigger: {"say": "Reply posted"} or {"toast": "Saved"}.
const words = (event) => event.detail?.value ?? event.detail;
document.addEventListener("say", (event) => say(words(event)));
document.addEventListener("toast", (event) => toast(words(event)));

// 2. The pressed button says that it is busy, and cannot be pressed twice.
const busy = (form, on) => form?.querySelectorAll("button:not([type=button])").forEach((b) => on ? b.setAttribute("aria-busy", "true") : b.removeAttribute("aria-busy"));
const formOf = (event) => event.target.closest?.("form");
const isQuiet = (event) => (event.detail?.ctx?.sourceElement ?? event.target).closest?.("[data-quiet]"); // autosave and polls
const isSending = (event) => !event.target.matches?.("input, select, textarea"); // a field only looks something up
document.addEventListener("htmx:before:request", (event) => isQuiet(event) || !isSending(event) || busy(formOf(event), true));
// Nothing is kept by itself while another page's words wait to be looked at.
document.addEventListener("htmx:before:request", (event) => isQuiet(event) && formOf(event)?.querySelector("[data-waits]") && event.preventDefault());
document.addEventListener("htmx:finally:request", (event) => isQuiet(event) || !isSending(event) || busy(formOf(event) ?? document, false));
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.querySelector("[aria-busy=true]") && !event.submitter?.hasAttribute("formaction")) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  if (form.method === "post" && !form.matches("[hx-post], [hx-put], [hx-delete]")) setTimeout(() => { if (event.defaultPrevented) return; busy(form, true); setTimeout(() => busy(form, false), 10000); });
}, true);
addEventListener("pageshow", (event) => event.persisted && busy(document, false));

// 3. Trouble on the way is said in words; what the person wrote stays where it is.
const trouble = "That did not reach us. Your words are still here. Please try again in a moment.";
const notSaved = (status) => { if (!status?.matches?.(".status")) return; status.className = "status failed i-cloud-off"; status.textContent = "Not saved yet"; };
const tell = (event) => { if (isQuiet(event)) return notSaved(event.detail.ctx.target); say(trouble); toast(trouble); };
document.addEventListener("htmx:error", (event) => event.detail?.ctx && tell(event));
document.addEventListener("htmx:response:error", (event) => event.detail.ctx.response.status >= 500 && tell(event));

// What has come into a conversation has the focus; the line above it comes to the top of the screen.
document.addEventListener("htmx:after:swap", () => {
  const first = document.activeElement.closest(".post[autofocus]");
  if (first) { first.removeAttribute("autofocus"); one("#new")?.scrollIntoView(); }
});

// 4. Native dialogs: data-open="id" opens, data-close closes.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]"), dialog = opener && document.getElementById(opener.dataset.open);
  if (dialog) { event.preventDefault(); dialog.showModal(); }
  if (event.target.closest("[data-close]")) { event.preventDefault(); event.target.closest("dialog").close(); }
  document.querySelectorAll("details.menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
});
document.querySelectorAll("button[data-open][hidden]").forEach((b) => (b.hidden = false));

// A line of tabs that is wider than the screen begins where the reader is.
const tab = one(".subnav [aria-current]");
if (tab) tab.closest(".subnav").scrollLeft = tab.offsetLeft - tab.closest(".subnav").offsetLeft - 48;

// A button with data-copies takes the words of that field along; where that is forbidden they are marked instead.
document.querySelectorAll("button[data-copies][hidden]").forEach((b) => (b.hidden = false));
document.addEventListener("click", (event) => {
  const field = document.getElementById(event.target.closest("[data-copies]")?.dataset.copies);
  if (field) navigator.clipboard.writeText(field.value).then(() => { say("Copied"); toast("Copied"); }, () => field.select());
});

// 5. A warning before leaving, only while something written in a data-guard form is not kept.
const unkept = new Set();
document.addEventListener("input", (event) => event.target.form?.hasAttribute("data-guard") && unkept.add(event.target.form));
document.addEventListener("submit", (event) => event.defaultPrevented || unkept.delete(event.target));
document.addEventListener("htmx:after:request", (event) => {
  const form = formOf(event);
  if (form && event.detail.ctx.response.status < 400) unkept.delete(form);
});
addEventListener("beforeunload", (event) => { if ([...unkept].some((form) => form.isConnected)) event.preventDefault(); });

// 6. Keyboard. Ctrl+Enter sends; j, k, n and ? can be switched off (WCAG 2.1.4) and never act while somebody types.
const keysAreOff = () => document.cookie.split("; ").includes("keys=off");
const secure = location.protocol === "https:" ? "; Secure" : "";
const box = one("#single-keys");
if (box) {
  box.checked = !keysAreOff();
  box.addEventListener("change", () => (document.cookie = `keys=${box.checked ? "on" : "off"}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`));
}
const stops = () => [...document.querySelectorAll(".thread h3 a, .entry h3 a, .post, .match h3 a")].filter((e) => e.checkVisibility());
addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Escape") document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) { event.preventDefault(); event.target.form?.requestSubmit(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || keysAreOff() || !box || event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
  if (event.key === "?") { event.preventDefault(); one("#keys").showModal(); return; }
  const all = stops(), at = all.indexOf(document.activeElement.closest(".post") ?? document.activeElement);
  const next = { j: () => all[at + 1], k: () => all[Math.max(at - 1, 0)], n: () => one("#new") ?? one(".thread.new h3 a") }[event.key]?.();
  if (!next) return;
  event.preventDefault();
  if (!next.matches("a")) next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "center" });
});
