// Opens HTML drafts in Chromium and follows every link: `node browser.mjs FILE...`, with playwright-core and axe-core on NODE_PATH.
import { readFileSync, statSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

// An import would not look into NODE_PATH.
const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const SCREENS = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } };
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

// In the page: clicks each link and says which of them do not show what they promise.
function follow() {
  const faults = [];
  const words = (element) => element.textContent.split(/\s+/).filter(Boolean).join(" ");
  const bears = (text, label) => text === label || text.startsWith(label + " ");
  // Where each place stands: in which schedule, and under which number.
  const homes = new Map();
  let schedule = null, number = "";
  for (const place of document.querySelectorAll("main h2, main h3, main p")) {
    const label = words(place).split(" ")[0];
    if (place.matches("h2")) schedule = place.matches(".schedule") ? words(place).match(/^Schedule \d+/)?.[0] ?? null : null;
    if (/^\d/.test(label)) number = label;
    homes.set(place, { schedule, number });
  }
  const home = (element) => homes.get([...homes.keys()].findLast((place) => place.contains(element) || place.compareDocumentPosition(element) & 4));
  const marks = document.querySelector("div.marks");

  // Past the contents and back to it: named, without words of the paper, and on the screen when the keyboard reaches them.
  for (const link of document.querySelectorAll("a.skip, a.back")) {
    link.focus();
    const box = link.getBoundingClientRect();
    const name = link.getAttribute("aria-label"), target = document.getElementById(link.getAttribute("href").slice(1));
    if (!name || words(link) || !target) faults.push(`the link ${link.className} has no name, or words, or no target`);
    if (box.width < 20 || box.left < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) faults.push(`the link ${link.className} is not on the screen`);
  }
  const links = [...document.querySelectorAll("a[href]:not(.skip, .back)")];
  for (const link of links) {
    const says = words(link), href = link.getAttribute("href");
    const fault = (what) => faults.push(`\`${says}\` (${href}) ${what}`);
    if (!href.startsWith("#")) { fault("leaves the page"); continue; }
    const target = document.getElementById(decodeURIComponent(href.slice(1)));
    if (!target) { fault("leads nowhere"); continue; }

    // What a finger would touch, clear of what lies above it.
    link.scrollIntoView({ block: "center" });
    const box = link.getClientRects()[0];
    const touched = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!touched || !link.contains(touched)) fault("cannot be clicked");
    window.scrollTo(0, document.documentElement.scrollHeight);
    link.click();
    if (location.hash !== href) fault(`went to ${location.hash}`);
    const seen = target.getBoundingClientRect();
    const top = marks ? Math.max(0, marks.getBoundingClientRect().bottom) : 0;
    if (seen.top < top - 1 || seen.top > innerHeight - 10) fault(`leaves its target at ${Math.round(seen.top)} of ${innerHeight}, under ${Math.round(top)}`);

    const there = words(target);
    if (link.closest("nav")) {
      if (!target.matches("h2, h3") || there !== says) fault(`is a heading \`${there}\``);
      continue;
    }
    const parts = says.match(/^(?:([Cc]lause|[Pp]aragraph) ([\d.]*)(\([^ ]+\))?(?: of (Schedule \d+))?|(Schedule \d+))$/);
    if (!parts) { fault("is no reference that is known here"); continue; }
    const [, kind, figure, items, of, whole] = parts;
    const label = whole ?? items?.match(/\([^)]*\)$/)[0] ?? figure;
    if (!bears(there, label)) fault(`leads to \`${there.slice(0, 60)}\``);
    const place = homes.get(target);
    const meant = whole ?? of ?? (/clause/i.test(kind) ? null : home(link)?.schedule ?? null);
    if (place?.schedule !== meant) fault(`leads into ${place?.schedule ?? "the body"}`);
    if (items && place?.number !== figure) fault(`leads to an item of ${place?.number}`);
  }
  return { faults, links: links.length, listed: document.querySelectorAll("nav a").length, headings: document.querySelectorAll("main h2, main h3.clause").length };
}

// In the page: what could run, or fetch, or lies outside the sheet.
function strangers() {
  const faults = [];
  for (const element of document.querySelectorAll("*")) {
    if (/^(script|iframe|object|embed|link|base|form)$/i.test(element.tagName)) faults.push(`there is a ${element.tagName}`);
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || /^\s*javascript:/i.test(value)) faults.push(`${element.tagName} has ${name}="${value}"`);
    }
  }
  return faults;
}

const sideways = () => {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [`is ${scrollWidth} pixels wide on ${clientWidth}`] : [];
};

async function complaints(page) {
  const { violations } = await page.evaluate(() => {
    // Some rules are off unless asked for: those on trial, and those of level AAA.
    const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
    return axe.run(document, { rules, resultTypes: ["violations"] });
  });
  return violations.map(({ id, help, nodes }) => `axe ${id}: ${help}; ${nodes.length} times, first ${nodes[0].html.slice(0, 120)}`);
}

// Every fault of one file, and a word on what was done.
async function judge(browser, file) {
  const faults = [], said = [];
  const context = await browser.newContext();
  await context.route("**", (route) => {
    const url = route.request().url();
    if (url.startsWith("file:")) return route.continue();
    faults.push(`asks for ${url}`);
    return route.abort();
  });
  const page = await context.newPage();
  // A letter is short; an agreement is not.
  const least = file.includes(".notice.") ? { links: 2, pages: 2 } : { links: 50, pages: 8 };
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  for (const [name, screen] of Object.entries(SCREENS)) {
    const found = (list) => faults.push(...list.map((fault) => `${name}: ${fault}`));
    await page.setViewportSize(screen);
    await page.goto(pathToFileURL(resolve(file)).href);
    found(await page.evaluate(strangers));
    found(await page.evaluate(sideways));
    const { faults: wrong, links, listed, headings } = await page.evaluate(follow);
    found(wrong);
    if (listed !== headings) found([`the contents list ${listed} of ${headings} headings`]);
    if (links < least.links) found([`hardly any link: ${links}`]);
    if (name === "phone") said.push(`${links} links`);
    // As somebody meets it: at the top, with no place chosen.
    await page.goto("about:blank");
    await page.goto(pathToFileURL(resolve(file)).href);
    await page.evaluate(AXE);
    found(await complaints(page));
  }
  const sheet = await page.evaluate(() => [...document.querySelectorAll("style")].map((style) => style.textContent).join("").match(/@page \{ size: (\S+) /)?.[1]);
  await page.emulateMedia({ media: "print" });
  // What a sheet of A4 or Letter leaves between its margins.
  await page.setViewportSize({ width: sheet === "210mm" ? 612 : 634, height: 900 });
  faults.push(...(await page.evaluate(sideways)).map((fault) => `print: ${fault}`));
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const pages = pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
  said.push(`${pages} pages printed`);
  const wide = sheet === "210mm" ? /\/MediaBox \[0 0 59[45]/ : /\/MediaBox \[0 0 61[12]/;
  if (pages < least.pages) faults.push(`print: ${pages} pages`);
  if (!wide.test(pdf)) faults.push(`print: not on ${sheet}`);
  await context.close();
  return { faults, said: said.join(", ") };
}

// What is spoilt in a sound file, and what must be said of it. A check that lets everything through proves nothing.
const SPOILT = {
  "a dangling link": [/(<main [^]*?<a href="#)[^"]+/, "$1nowhere", /leads nowhere/],
  "a link to another clause": [/(<h3 class="clause" id=")([^"]+)([^]*?<a href="#)[^"]+(">clause)/, "$1$2$3$2$4", /leads to `1 /],
  "other words in the contents": [/(<nav[^]*?<span>)Parties/, "$1Persons", /is a heading `1 Parties/],
  "no language": [/<html lang="en">/, "<html>", /axe html-has-lang/],
  "pale print": [/<\/style>/, "p { color: #bbb; }</style>", /axe color-contrast/],
  "a table as wide as a desk": [/<main [^>]*>/, '$&<p style="width: 1200px">Wide</p>', /phone: is 12\d\d pixels wide/],
  "a picture from outside": [/<main [^>]*>/, '$&<img alt="" src="https://example.com/x.png">', /asks for https:/],
  "a script": [/<main [^>]*>/, "$&<script>0</script>", /there is a SCRIPT/],
};

async function spoil(browser, file, folder) {
  const sound = readFileSync(file, "utf8");
  const missed = [];
  for (const [what, [from, to, expected]] of Object.entries(SPOILT)) {
    const text = sound.replace(from, to);
    const copy = join(folder, "spoilt.html");
    writeFileSync(copy, text);
    const { faults } = text === sound ? { faults: [] } : await judge(browser, copy);
    if (!faults.some((fault) => expected.test(fault))) missed.push(`${what} is not found: ${faults.join("; ") || "no fault at all"}`);
  }
  return missed;
}

const files = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
const folder = mkdtempSync(join(tmpdir(), "peerpact-browser-"));
let failed = false;
try {
  const queue = [...files];
  const work = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const { faults, said } = await judge(browser, file);
      failed ||= faults.length > 0;
      console.log(`${faults.length ? "FAIL" : "ok"} ${basename(file)}: ${said}`);
      for (const fault of faults.slice(0, 12)) console.log(`  ${fault}`);
      if (faults.length > 12) console.log(`  and ${faults.length - 12} more`);
    }
  };
  await Promise.all([work(), work()]);
  // What is spoilt has to be there: an agreement has clauses, and a letter has none.
  const agreements = files.filter((file) => !file.includes(".notice."));
  const least = agreements.reduce((a, b) => (statSync(a).size <= statSync(b).size ? a : b));
  if (!failed) {
    for (const missed of await spoil(browser, least, folder)) {
      failed = true;
      console.log(`FAIL ${missed}`);
    }
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
process.exitCode = failed ? 1 : 0;
