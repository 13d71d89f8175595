// Makes failing calls in a headless browser, has them diagnosed, and does what the diagnosis says.
// Usage: node browser.js PROGRAM BROWSER, beside `mock.txt` and `mock.pem` of a stand-in in the US, and `busy.txt` of another
// that answers two calls a minute.
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { chromium } = require('playwright-core');

const [, , program, browserPath] = process.argv;
const standIn = (file) => {
  const printed = fs.readFileSync(file, 'utf8');
  const told = (pattern) => printed.match(pattern)[1];
  const env = Object.fromEntries([...printed.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  return { told, env, address: told(/https:\/\/(127\.0\.0\.1:\d+)/) };
};
const { told, env, address } = standIn('mock.txt');
const environment = told(/^# environment +(\S+)/m);
const tenant = told(/^# tenant +(\S+)/m);
const application = told(/^# application +(\S+)/m);

const gateway = 'https://api.us.frontegg.com';
const bearer = (token) => ({ Authorization: `Bearer ${token}` });
const json = (body) => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const user = { email: 'dana@example.com', metadata: '{}' };
const pair = { clientId: env.FRONTEGG_CLIENT_ID, secret: env.FRONTEGG_API_KEY };
// A token like the stand-in's, which ended long ago: who signed it does not matter to the diagnosis.
const part = (claims) => Buffer.from(JSON.stringify(claims)).toString('base64url');
const old = { ...JSON.parse(Buffer.from(env.VENDOR_TOKEN.split('.')[1], 'base64url')), iat: 1700000000, exp: 1700086400 };
const expired = [env.VENDOR_TOKEN.split('.')[0], part(old), env.VENDOR_TOKEN.split('.')[2]].join('.');

const online = ['--online', '--gateway', `https://${address}`, '--certificate', 'mock.pem'];
// What is called, what it answers, which rule explains it, and the options that the linter gets.
const mistakes = {
  'wrong region': ['https://api.frontegg.com/identity/resources/roles/v1', { headers: bearer(env.VENDOR_TOKEN) }, 401, 'wrong-region', online],
  'vendor token on environment host': [`https://${environment}/identity/resources/roles/v1`, { headers: bearer(env.VENDOR_TOKEN) }, 401, 'vendor-token-on-environment-host', []],
  'user token on gateway': [`${gateway}/identity/resources/users/v3/me`, { headers: bearer(env.USER_TOKEN) }, 401, 'user-token-on-gateway', []],
  'missing tenant': [`${gateway}/tenants/resources/hierarchy/v1`, { headers: bearer(env.VENDOR_TOKEN) }, 403, 'missing-tenant-id', []],
  'missing application': [`${gateway}/identity/resources/users/v2`, { ...json(user), headers: { ...json(user).headers, ...bearer(env.VENDOR_TOKEN), 'frontegg-tenant-id': tenant } }, 403, 'missing-application-id', []],
  'expired token': [`${gateway}/identity/resources/roles/v1`, { headers: bearer(expired) }, 401, 'token-expired', []],
  'wrong credentials': [`${gateway}/auth/vendor`, json({ ...pair, secret: 'not-the-key' }), 401, 'vendor-credentials-unknown', online],
};

const check = (har, options) => {
  const said = spawnSync(program, ['check', har, '--format', 'json', ...options], { encoding: 'utf8' });
  if (!said.stdout) throw new Error(said.stderr);
  for (const secret of [env.FRONTEGG_API_KEY, env.VENDOR_TOKEN, env.USER_TOKEN]) {
    if ((said.stdout + said.stderr).includes(secret)) throw new Error('a secret was printed');
  }
  return JSON.parse(said.stdout);
};

const apply = (corrected) => {
  const filled = corrected.replaceAll('<client-id>', env.FRONTEGG_CLIENT_ID).replaceAll('<api-key>', env.FRONTEGG_API_KEY);
  const command = `${filled.trimEnd()} -s -o /dev/null -w '%{http_code}'`;
  return execFileSync('bash', ['-c', command], { encoding: 'utf8', env: { ...process.env, ...env, CURL_HOME: process.cwd() } });
};

// What the page does: it reads the answer too.
const call = async ([address, options]) => {
  const answer = await fetch(address, options);
  await answer.text();
  return answer.status;
};

const calls = async (browser, har, address, options, times) => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, recordHar: { path: har } });
  const page = await context.newPage();
  await page.route('https://app.acme.com/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>app</title>' }));
  await page.goto('https://app.acme.com/');
  const statuses = [];
  for (let time = 0; time < times; time++) {
    statuses.push(await page.evaluate(call, [address, options]));
  }
  await context.close();
  return statuses;
};

const launch = (address) => chromium.launch({
  executablePath: browserPath,
  // The page of a public site asks hosts that stand on this machine here.
  args: ['--no-sandbox', '--disable-features=LocalNetworkAccessChecks', `--host-resolver-rules=MAP * ${address}`],
});

// The answer says when calls are taken again, and so does the diagnosis; waiting for it is the correction.
const tooMany = async () => {
  const busy = standIn('busy.txt');
  const browser = await launch(busy.address);
  const call = [`${gateway}/identity/resources/roles/v1`, { headers: bearer(busy.env.VENDOR_TOKEN) }];
  const statuses = await calls(browser, 'too-many.har', ...call, 3);
  if (statuses[2] !== 429) throw new Error(`too many calls: answered ${statuses}`);
  const [diagnosis] = check('too-many.har', []).diagnoses;
  const reset = diagnosis.open.map(({ settle }) => settle.match(/\d{4}-\S+Z/)).find(Boolean)[0];
  if (diagnosis.error !== 'rate-limited') throw new Error(JSON.stringify(diagnosis));
  await new Promise((done) => setTimeout(done, Date.parse(reset) - Date.now() + 1));
  const [again] = await calls(browser, 'again.har', ...call, 1);
  if (again !== 200) throw new Error(`too many calls: ${again} at ${reset}`);
  console.log(`too many calls: 429, rate-limited until ${reset}, then ${again}`);
  await browser.close();
};

(async () => {
  fs.writeFileSync('.curlrc', `cacert = "mock.pem"\nconnect-to = "::${address}"\n`);
  fs.writeFileSync('.frontegg-lint.yaml', `tenant-id: ${tenant}\napplication-id: ${application}\n`);
  const browser = await launch(address);
  for (const [name, [address, options, status, rule, asked]] of Object.entries(mistakes)) {
    const har = `${name.replaceAll(' ', '-')}.har`;
    const [answered] = await calls(browser, har, address, options, 1);
    if (answered !== status) throw new Error(`${name}: answered ${answered}`);
    const report = check(har, asked);
    const confirmed = report.diagnoses.flatMap((diagnosis) => diagnosis.confirmed.map((cause) => cause.rule));
    if (confirmed[0] !== rule) throw new Error(`${name}: ${JSON.stringify(report, null, 1)}`);
    const { corrected } = report.findings.find((finding) => finding.rule === rule).fix;
    const sent = apply(corrected);
    if (!sent.startsWith('2')) throw new Error(`${name}: ${sent} after\n${corrected}`);
    console.log(`${name}: ${status}, ${rule}, corrected ${sent}`);
  }
  await browser.close();
  await tooMany();
})();
