// The readers of har.sh. Usage: node har.js BROWSER FOLDER, with the recordings in before/ and after/.
const fs = require("fs");
const path = require("path");
const validate = require("har-validator");
const { chromium } = require("playwright-core");

const [browserPath, folder] = process.argv.slice(2);
const read = (side, name) => JSON.parse(fs.readFileSync(path.join(folder, side, name), "utf8").replace(/^\uFEFF/, ""));
const isValid = (har) => validate.har(har).then(() => true, () => false);

// Exporters break the specification in their own ways: nothing may be broken that was whole.
async function valid(names) {
  let whole = 0;
  for (const name of names) {
    let before;
    try { before = read("before", name); } catch { continue; }
    const after = read("after", name);
    if (!(await isValid(before))) continue;
    if (!(await isValid(after))) throw new Error(`${name}: no HAR any more`);
    whole += 1;
  }
  if (whole < 10) throw new Error(`only ${whole} recordings were whole before`);
  return whole;
}

// A browser that is given the recording in place of the network answers as it was answered.
async function played(name) {
  const har = read("after", name);
  const entry = har.log.entries.find((one) => one.request.method === "GET" && one.response.status > 0);
  const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const context = await browser.newContext();
    await context.routeFromHAR(path.join(folder, "after", name), { notFound: "abort" });
    const answer = await (await context.newPage()).goto(entry.request.url);
    const status = answer.status();
    if (status !== entry.response.status) throw new Error(`${name}: ${status} and not ${entry.response.status}`);
    return status;
  } finally {
    await browser.close();
  }
}

(async () => {
  const names = fs.readdirSync(path.join(folder, "after")).sort();
  const whole = await valid(names);
  const status = await played("session.har");
  console.log(`har.sh: ${names.length} recordings redacted, ${whole} of them valid before and after; a browser plays one back (${status})`);
})().catch((error) => { console.error(`har.sh: ${error.message}`); process.exit(1); });
