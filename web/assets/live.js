// Live: the chart's data and the page's figures are asked for again while the
// page is looked at. The server answers "not modified" as long as nothing is
// new, which costs neither side anything.

const feeds = new Map();

// feedOf is the one feed of an address: what the chart asks for and what is
// looked for again is the same.
export function feedOf(address) {
  if (!feeds.has(address)) feeds.set(address, new Feed(address));
  return feeds.get(address);
}

class Feed {
  constructor(address) {
    this.address = address;
    this.part = {}; // of what the address asks for: a box, a moment
    this.tags = new Map();
  }

  // ask gives the newest data, or null where nothing is new.
  async ask() {
    const url = new URL(this.address, location.href);
    for (const [name, value] of Object.entries(this.part)) url.searchParams.set(name, value);
    const tag = this.last === url.href && this.tags.get(url.href);
    const answer = await fetch(url, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
    if (answer.status === 304) return null;
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const view = await answer.json();
    this.tags.set(url.href, answer.headers.get("ETag"));
    this.last = url.href;
    return view;
  }
}

const clock = () => new Date().toISOString().slice(11, 19) + " UTC";

// keepFresh looks for news every so many seconds, not while the page is
// hidden, and more seldom while the server does not answer.
export function keepFresh(line) {
  const every = Number(line.dataset.every) * 1000;
  const figure = document.querySelector(".chart[data-view]");
  const feed = feedOf(figure?.dataset.view ?? document.querySelector('link[rel="alternate"]').href);
  let since = clock(), wait = every, timer = 0, busy = false;
  const say = (text, wrong) => {
    line.textContent = text;
    line.classList.toggle("warn", Boolean(wrong));
  };
  line.removeAttribute("role"); // what changes every few seconds is not read out
  const next = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, wait);
  };
  async function look() {
    if (busy) return;
    busy = true;
    try {
      if (feed.last) {
        const view = await feed.ask();
        if (view) await renew(figure, view);
      } else await drawnAgain(figure); // no map asked first: the drawing is what there is
      since = clock();
      wait = every;
      say(`Fresh at ${since}. Looked for news every ${every / 1000} s.`);
    } catch (problem) {
      wait = Math.min(wait * 2, 120_000);
      say(`Not fresh since ${since}: ${problem.message}. Tried again in ${wait / 1000} s.`, true);
    }
    busy = false;
    next();
  }
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.hidden) say(`Fresh at ${since}. Not looked for news while out of sight.`);
    else look();
  });
  say(`Fresh at ${since}. Looked for news every ${every / 1000} s.`);
  next();
}

async function renew(figure, view) {
  figure?.sea?.update(view.data);
  await drawnAgain(figure);
}

// drawnAgain takes over from the page as it is now what is other than here,
// but for what the reader is in.
async function drawnAgain(figure) {
  const answer = await fetch(location.href, { cache: "no-cache", headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const fresh of page.querySelectorAll('[id^="fresh-"]')) {
    const here = document.getElementById(fresh.id);
    if (!here || here.contains(document.activeElement) || here.innerHTML === fresh.innerHTML) continue;
    if (here.open) fresh.open = true;
    here.replaceWith(document.adoptNode(fresh));
  }
  const paper = figure?.querySelector(".paper"), drawing = page.querySelector(".paper");
  if (paper && drawing && !paper.contains(document.activeElement)) paper.replaceChildren(...drawing.childNodes);
}
