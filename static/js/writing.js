// Boxes of words: a toolbar that knows Markdown, names behind an @, and quoting what is selected.
// Without this file everything can be written all the same; it only saves typing.
// A box with data-names is one of Markdown, and says where names are asked for.

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const announce = (words) => document.dispatchEvent(new CustomEvent("say", { detail: { value: words } }));

// 1. The toolbar. One stop of the Tab key; arrows, Home and End go along it; Ctrl+B, Ctrl+I and Ctrl+K work in the box.
const put = (box, words, from, to) => {
  box.focus();
  box.setSelectionRange(from, to);
  // So that Undo knows of it; where a browser no longer has it, the words are set as they are.
  if (!document.execCommand?.("insertText", false, words)) box.setRangeText(words, from, to, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
};
const around = (sign, sample) => (box) => {
  const { selectionStart: from, selectionEnd: to, value } = box, long = sign.length, inner = value.slice(from, to);
  const isSet = value.slice(from - long, from) === sign && value.slice(to, to + long) === sign;
  const words = inner || sample, start = isSet ? from - long : from + long;
  if (isSet) put(box, inner, from - long, to + long);
  else put(box, sign + words + sign, from, to);
  box.setSelectionRange(start, start + (isSet ? inner : words).length);
};
// Signs at the beginning of every line that is touched: pressed again, they go from all of them. A list has one kind of them.
const BULLET = /^[-*+] /, NUMBER = /^\d+[.)] /, QUOTED = /^> ?/;
const before = (sign, own, other = own) => (box) => {
  const { selectionStart, selectionEnd, value } = box, isChosen = selectionEnd > selectionStart;
  const from = value.slice(0, selectionStart).lastIndexOf("\n") + 1;
  const last = isChosen && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd; // a line's end is not the next line
  const end = value.indexOf("\n", last), to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n"), areSet = lines.some(Boolean) && lines.every((line) => !line || own.test(line));
  const isGap = (line) => !line && lines.length > 1 && own !== QUOTED;
  let n = 0;
  const words = lines.map((line) => areSet ? line.replace(own, "") : isGap(line) ? line : sign(n++) + line.replace(own, "").replace(other, "")).join("\n");
  put(box, words, from, to);
  const until = from + words.length, caret = Math.max(from, until - (to - selectionEnd));
  box.setSelectionRange(isChosen ? from : caret, isChosen ? until : caret);
};
const link = (box) => {
  const { selectionStart: from, selectionEnd: to, value } = box, words = value.slice(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(words), label = isAddress ? "words" : words || "words", address = isAddress ? words : "https://";
  put(box, `[${label}](${address})`, from, to);
  const start = from + (isAddress ? 1 : label.length + 3);
  box.setSelectionRange(start, start + (isAddress ? label : address).length);
};
const TOOLS = [
  ["Bold", around("**", "bold"), "b"], ["Emphasis", around("*", "emphasis"), "i"], ["Link", link, "k"],
  ["List", before(() => "- ", BULLET, NUMBER)], ["Numbers", before((n) => `${n + 1}. `, NUMBER, BULLET)], ["Quote", before(() => "> ", QUOTED)],
];
const toolbar = (box) => {
  const buttons = TOOLS.map(([label, act, key], n) => {
    const button = make("button", { type: "button", class: "btn quiet small", tabindex: n ? "-1" : "0", ...(key && { "aria-keyshortcuts": `Control+${key.toUpperCase()}`, title: `Ctrl+${key.toUpperCase()}` }) }, label);
    button.addEventListener("click", () => act(box));
    return button;
  });
  const bar = make("div", { role: "toolbar", "aria-label": "How the words look", "aria-controls": box.id, class: "toolbar" }, ...buttons);
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement), last = buttons.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons.forEach((button, n) => (button.tabIndex = n === to ? 0 : -1));
    buttons[to].focus();
  });
  box.before(bar);
  box.addEventListener("keydown", (event) => {
    const tool = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && TOOLS.find(([, , key]) => key && key === event.key.toLowerCase());
    if (tool) { event.preventDefault(); tool[1](box); }
  });
};

// 2. Names behind an @: a list box under the words. Down and Up choose, Enter or Tab takes one, Escape closes it.
const SIGN = /(^|[^\w@])@([^\s@](?:[^@\n]{0,38}[^\s@])?)$/u;
const tokenOf = (element) => JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["X-CSRFToken"] ?? element.form?.elements.csrf_token?.value ?? "";
const names = (box) => {
  const list = make("ul", { role: "listbox", id: `${box.id}-names`, "aria-label": "People to mention", class: "names", hidden: "" });
  let asked = 0, timer = 0, at = -1, sign = 0, shut = -1;
  box.after(list);
  box.setAttribute("aria-autocomplete", "list");
  const close = () => { list.hidden = true; list.replaceChildren(); at = -1; asked += 1; box.removeAttribute("aria-activedescendant"); box.removeAttribute("aria-controls"); };
  const mark = (n) => {
    at = n;
    [...list.children].forEach((option, each) => option.setAttribute("aria-selected", String(each === n)));
    box.setAttribute("aria-activedescendant", list.children[n].id);
    list.children[n].scrollIntoView({ block: "nearest" });
  };
  const take = (n) => { const name = list.children[n].dataset.name; const end = box.selectionStart; close(); shut = sign; put(box, `${name} `, sign, end); close(); };
  const show = (found) => {
    list.replaceChildren(...found.map(([name, line], n) => {
      const option = make("li", { role: "option", id: `${list.id}-${n}`, "aria-selected": "false", "data-name": name }, make("strong", {}, name), " ", make("span", {}, line));
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(n); });
      return option;
    }));
    list.hidden = !found.length;
    box.removeAttribute("aria-activedescendant");
    at = -1;
    if (!found.length) return box.removeAttribute("aria-controls");
    box.setAttribute("aria-controls", list.id);
    announce(`${found.length === 1 ? "1 person" : `${found.length} people`}. Down and Up choose, Enter takes one.`);
  };
  const ask = async () => {
    const found = SIGN.exec(box.value.slice(0, box.selectionStart));
    if (!found || box.selectionStart !== box.selectionEnd) return close();
    sign = box.selectionStart - found[2].length;
    if (sign === shut) return close();
    const mine = (asked += 1);
    try {
      const body = new URLSearchParams({ begins: found[2] });
      const answer = await fetch(box.dataset.names, { method: "POST", body, headers: { "HX-Request": "true", "HX-Request-Type": "partial", "X-CSRFToken": tokenOf(box) } });
      if (mine !== asked || !answer.ok) return mine === asked && close();
      const part = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === asked) show([...part.querySelectorAll("li[data-name]")].map((each) => [each.dataset.name, each.textContent]));
    } catch { close(); }
  };
  box.addEventListener("input", (event) => { if (!event.isTrusted) return; clearTimeout(timer); timer = setTimeout(ask, 200); });
  box.addEventListener("blur", () => { clearTimeout(timer); close(); });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") mark(at >= last ? 0 : at + 1);
    else if (event.key === "ArrowUp") mark(at <= 0 ? last : at - 1);
    else if (event.key === "Escape") { shut = sign; close(); }
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0 && !event.ctrlKey && !event.metaKey) take(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
};

// 3. Quoting: where words of a post are selected, a button stands that takes them behind what is in the composer.
const composer = () => document.querySelector("#reply textarea[name=body]");
const chosen = () => {
  const selection = getSelection(), words = selection.toString().trim();
  const post = selection.rangeCount && words && selection.anchorNode.parentElement?.closest(".post");
  const said = post ? post.querySelector(".prose") : null;
  if (!said?.contains(selection.anchorNode) || !said.contains(selection.focusNode)) return null;
  return { words, who: post.querySelector("header p").textContent.trim(), at: selection.getRangeAt(0).getBoundingClientRect() };
};
const quote = (who, words) => {
  const into = composer(), begun = into.value.trimEnd();
  const quoted = [`${who} wrote:`, "", ...words.slice(0, 2000).split("\n")].map((line) => `> ${line}`.trimEnd()).join("\n");
  put(into, `${begun ? `${begun}\n\n` : ""}${quoted}\n\n`, 0, into.value.length);
  into.scrollIntoView({ block: "center" });
  announce("Quoted in your reply");
};
// "Reply" under a post leads to a page of its own; here the composer is on the page already.
document.addEventListener("click", (event) => {
  const post = event.target.closest('.acts a[href^="?q="]')?.closest(".post");
  if (!post || !composer() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const said = post.querySelector(".prose").cloneNode(true);
  said.querySelectorAll("blockquote").forEach((older) => older.remove());
  const parts = [...said.children].flatMap((part) => (part.matches("ul, ol") ? [[...part.children].map((each) => `- ${each.textContent.trim()}`).join("\n")] : [part.textContent.trim()]));
  quote(post.querySelector("header p").textContent.trim(), parts.join("\n\n"));
});
const quoter = make("button", { type: "button", class: "btn small quoter", hidden: "" }, "Quote this");
quoter.addEventListener("mousedown", (event) => event.preventDefault()); // what is selected stays selected
quoter.addEventListener("click", () => {
  const found = chosen();
  quoter.hidden = true;
  if (found && composer()) quote(found.who, found.words);
});
document.addEventListener("selectionchange", () => {
  const found = composer() ? chosen() : null;
  quoter.hidden = !found;
  if (!found) return;
  if (!quoter.isConnected) document.querySelector("main").append(quoter);
  quoter.style.insetBlockStart = `${scrollY + found.at.bottom + 6}px`;
  quoter.style.insetInlineStart = `${Math.max(8, Math.min(found.at.left, innerWidth - 110))}px`;
});

// Every box that is there, and every one that comes later.
const dress = () => document.querySelectorAll("textarea[data-names]:not([data-dressed])").forEach((box) => {
  box.dataset.dressed = "";
  toolbar(box);
  if (box.dataset.names) names(box);
});
dress();
new MutationObserver(dress).observe(document.body, { childList: true, subtree: true });
