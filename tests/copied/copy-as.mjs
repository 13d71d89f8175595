// Writes what Chrome's developer tools copy of the requests in requests.json, by the tools' own code.
// Usage, in a folder with `npm install chrome-devtools-frontend@1.0.1705227 esbuild`:
//   node copy-as.mjs requests.json OUTPUT-FOLDER
import {transformSync} from 'esbuild';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';

const network = 'node_modules/chrome-devtools-frontend/front_end/panels/network';
const javascript = file =>
    transformSync(readFileSync(`${network}/${file}.ts`, 'utf8'), {loader: 'ts', target: 'es2022'}).code;

const url = text => `data:text/javascript,${encodeURIComponent(text)}`;
const i18n = `const i18n = {i18n: {
  registerUIStrings: (_, texts) => texts,
  getLazilyComputedLocalizedString: (_, text) => () => text,
}};`;
const commenting = javascript('FetchHeaderCommenting').replace(/^import .*$/m, i18n);
const {commentForbiddenHeaders, isForbiddenHeader} = await import(url(commenting));

const view = javascript('NetworkLogView');
const method = head => {
  const start = view.indexOf(`\n  ${head}(`);
  return view.slice(start, view.indexOf('\n  }\n', start) + 4);
};
const schemes = view.match(/\n  static #allowedSchemes = .*?;\n/s)[0];
const methods = schemes + ['static #getValidClipboardUrl', 'async generateFetchCall', 'static async generateCurlCommand',
  'async generatePowerShellCommand'].map(method).join('\n');
const FetchStyle = {BROWSER: 0, NODE_JS: 1};
const names = {
  FetchStyle,
  commentForbiddenHeaders,
  isForbiddenHeader,
  Protocol: {Security: {SecurityState: {Insecure: 'insecure'}}},
  i18nString: text => text,
  UIStrings: {unsupportedUrlScheme: 'unsupported'},
  Common: {},
};
const NetworkLogView = new Function(...Object.keys(names),
    `return class NetworkLogView {\n${methods}\n};`)(...Object.values(names));

// What the tools ask of a request.
const request = ({method, url, headers, body}) => {
  const pairs = headers.map(([name, value]) => ({name, value}));
  const cookies = pairs.filter(({name}) => name.toLowerCase() === 'cookie').flatMap(({value}) => value.split('; '));
  return {
    url: () => url,
    requestMethod: method,
    requestHeaders: () => pairs,
    requestFormData: async () => body ?? null,
    securityState: () => 'secure',
    includedRequestCookies: () => cookies.map(cookie => ({
      cookie: {
        name: () => cookie.slice(0, cookie.indexOf('=')),
        value: () => cookie.slice(cookie.indexOf('=') + 1),
        domain: () => new URL(url).hostname,
      },
    })),
  };
};

const [, , input, output] = process.argv;
const requests = JSON.parse(readFileSync(input, 'utf8')).map(request);
const tools = new NetworkLogView();
const all = async copy => await Promise.all(requests.map(copy));
// Tokens are letters that no format escapes: they are minted where a test reads the file.
const token = text => text.replace(/TOKEN-OF-(VENDOR|USER)/g,
    (_, kind) => `{{token kind=${kind.toLowerCase()}}}`);
const write = (file, texts, between) => {
  mkdirSync(`${output}/${file.split('/')[0]}`, {recursive: true});
  writeFileSync(`${output}/${file}`, token(texts.join(between)) + '\n');
};
write('cmd/chrome.txt', await all(one => NetworkLogView.generateCurlCommand(one, 'win')), ' &\r\n');
write('copied/chrome.sh', await all(one => NetworkLogView.generateCurlCommand(one, 'unix')), ' ;\n');
write('powershell/chrome.ps1', await all(one => tools.generatePowerShellCommand(one)), ';\r\n');
write('fetch/chrome.js', await all(one => tools.generateFetchCall(one, FetchStyle.BROWSER)), ' ;\n');
write('fetch/chrome-node.mjs', await all(one => tools.generateFetchCall(one, FetchStyle.NODE_JS)), ' ;\n');
write('fetch/chrome-editable.js',
    (await all(one => tools.generateFetchCall(one, FetchStyle.BROWSER, {commentForbiddenHeaders: true})))
        .map(call => `await ${call}`), '\n');
