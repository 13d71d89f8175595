//! What the reader makes of PowerShell.

use std::sync::Arc;

use super::{is, read};
use crate::exchange::{Exchange, Header, Kept, Origin, Sent, SetBy};
use crate::input::{Item, Options};
use crate::source::{Problem, Source};
use crate::truth::{Fact, Why};

fn all(text: &str) -> (Vec<Exchange>, Vec<Problem>) {
    let options = Options::of(Origin::Pasted);
    let (mut exchanges, mut problems) = (Vec::new(), Vec::new());
    read(&Arc::new(Source::new("-", text)), &options, &mut |item| match item {
        Item::Exchange(exchange) => exchanges.push(*exchange),
        Item::Problem(problem) => problems.push(problem),
        Item::Recorder(_) => {}
    });
    (exchanges, problems)
}

fn one(text: &str) -> Exchange {
    all(text).0.remove(0)
}

fn headers(exchange: &Exchange) -> Vec<String> {
    let shown =
        |header: &Header| format!("{}: {}", header.name.as_written(), header.value.as_written());
    exchange.request.headers.iter().map(shown).collect()
}

fn body(exchange: &Exchange) -> &str {
    exchange.request.body.as_ref().known().expect("there is a body").as_written()
}

fn url(exchange: &Exchange) -> String {
    exchange.request.url.as_written()
}

#[test]
fn a_copied_call_is_read() {
    let read = one(
        "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.UserAgent = \"Mozilla/5.0\"\n$session.Cookies.Add((New-Object System.Net.Cookie(\"a\", \"b\", \"/\", \"x.io\")))\n$session.Cookies.Add((New-Object System.Net.Cookie(\"c\", \"d\", \"/\", \"x.io\")))\nInvoke-WebRequest -UseBasicParsing -Uri \"https://api.frontegg.com/a?b=`$c\" `\n-Method \"POST\" `\n-WebSession $session `\n-Headers @{\n\"accept\"=\"*/*\"\n  \"x\"=\"a`\"$([char]233)$([char]55357)$([char]56832)\"\n} `\n-ContentType \"application/json\" `\n-Body ([System.Text.Encoding]::UTF8.GetBytes(\"{`\"a`\":`\"$([char]233)`\"}\"))",
    );
    assert_eq!(url(&read), "https://api.frontegg.com/a?b=$c");
    assert_eq!(read.request.method.as_written(), "POST");
    assert_eq!(
        headers(&read),
        [
            "accept: */*",
            "x: a\"é😀",
            "User-Agent: Mozilla/5.0",
            "Cookie: a=b; c=d",
            "Content-Type: application/json",
        ]
    );
    assert_eq!(body(&read), "{\"a\":\"é\"}");
    assert_eq!((read.request.kept, read.sent.clone()), (Kept::All, Sent::Yes));
    assert!(read.source.slice(read.span).starts_with("Invoke-WebRequest"));
    assert!(read.source.slice(read.span).ends_with("))"));
}

#[test]
fn people_write_it_by_hand() {
    let read = one(
        "$base = 'https://api.frontegg.com'\n$headers = @{\n  Authorization = \"Bearer $env:FRONTEGG_TOKEN\" # mine\n  'frontegg-tenant-id' = $tenantId; 'x' = 'it''s'\n}\n$headers['y'] = 'z'\n$headers.Add(\"w\", 'v')\n$body = @{ email = \"a@b.io\"; roleIds = @('r1', \"r2\"); skip = $true; n = 1 } | ConvertTo-Json\n$res = Invoke-RestMethod -Method post -Uri \"$base/users/${id}?x=$($user.id)\" -Headers $headers -Body $body -contenttype:'application/json' -ErrorAction Stop",
    );
    assert_eq!(url(&read), "https://api.frontegg.com/users/${id}?x=$($user.id)");
    assert_eq!(read.request.url.path.holes()[0].name, "id");
    assert_eq!(read.request.method.as_written(), "POST");
    assert_eq!(
        headers(&read),
        [
            "Authorization: Bearer $env:FRONTEGG_TOKEN",
            "frontegg-tenant-id: $tenantId",
            "x: it's",
            "y: z",
            "w: v",
            "Content-Type: application/json",
        ]
    );
    assert_eq!(read.request.headers[0].value.holes()[0].name, "FRONTEGG_TOKEN");
    assert_eq!(body(&read), r#"{"email":"a@b.io","roleIds":["r1","r2"],"skip":true,"n":1}"#);
}

#[test]
fn parameters_may_be_splatted_piped_and_shortened() {
    let splatted = "$p = @{\n Uri = 'https://x.io'\n Method = 'PUT'\n Headers = @{ a = 'b' }\n Body = '{}'\n}\nInvoke-RestMethod @p -UseB";
    let read = one(splatted);
    assert_eq!((url(&read).as_str(), body(&read)), ("https://x.io", "{}"));
    assert_eq!(headers(&read), ["a: b"]);
    let read = one(
        "@{a = 1} | ConvertTo-Json -Compress | irm https://x.io -Me Post -Cont 'application/json'",
    );
    assert_eq!(body(&read), "{\"a\":1}");
    let read = one("irm @others -Uri https://x.io");
    assert_eq!(read.request.kept, Kept::Some(Why::Variable));
    assert!(read.request.method.known().is_unknown());
}

#[test]
fn bodies_go_where_the_method_says() {
    let read = one("irm https://x.io/a?b=c -Body @{d = 'e f'}");
    assert_eq!(url(&read), "https://x.io/a?b=c&d=e+f");
    assert!(read.request.body.is_absent());
    let read = one("irm https://x.io -Method POST -Body @{d = 'e f'; g = 'h'}");
    assert_eq!(body(&read), "d=e+f&g=h");
    assert_eq!(headers(&read), ["Content-Type: application/x-www-form-urlencoded"]);
    assert_eq!(read.request.headers[0].set, SetBy::Option);
    let read = one("irm https://x.io -Method PUT -Body '{}'");
    assert!(headers(&read).is_empty());
    assert_eq!(one("irm https://x.io -Body '{}'").sent, Sent::Unknown);
    let read = one("irm https://x.io -Method POST -Form @{a = 'b'}");
    assert_eq!(read.request.body, Fact::Unknown(Why::NotRecorded));
}

#[test]
fn here_strings_keep_their_lines() {
    let read = one(
        "$body = @\"\r\n{\r\n \"a\": \"$x\"\r\n}\r\n\"@\r\niwr -Uri 'https://x.io' -Method Post -Body $body",
    );
    assert_eq!(body(&read), "{\r\n \"a\": \"$x\"\r\n}");
    assert_eq!(read.request.body.as_ref().known().unwrap().holes()[0].name, "x");
    let read = one("irm https://x.io -Method Post -Body @'\n{\"a\": \"$x\"}\n'@");
    assert_eq!(body(&read), "{\"a\": \"$x\"}");
    assert!(read.request.body.as_ref().known().unwrap().known().is_known());
}

#[test]
fn credentials_are_parameters_too() {
    let text = "$t = ConvertTo-SecureString 'abc' -AsPlainText -Force\nirm https://x.io -Authentication Bearer -Token $t";
    assert_eq!(headers(&one(text)), ["Authorization: Bearer abc"]);
    let text = "$p = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes('u:p'))\nirm https://x.io -Headers @{Authorization = \"Basic $p\"}";
    assert_eq!(headers(&one(text)), ["Authorization: Basic dTpw"]);
    let read = one("irm https://x.io -Authentication Basic -Credential (Get-Credential)");
    assert!(read.request.headers[0].value.known().is_unknown());
}

#[test]
fn an_answer_is_followed_into_the_calls_after_it() {
    let text = "$r = Invoke-RestMethod -Uri https://api.frontegg.com/auth/vendor -Method Post -Body '{}'\n$token = $r.token\nirm https://x.io/a -Headers @{Authorization = \"Bearer $token\"}\n$u = (irm 'https://x.io/b' -Headers @{Authorization = \"Bearer $($r.token)\"}).items\nirm https://x.io/c -Headers @{Authorization = \"Bearer $u\"}";
    let (read, problems) = all(text);
    assert!(problems.is_empty());
    let of: Vec<Vec<usize>> =
        read.iter().map(|one| one.echoes.iter().map(|echo| echo.of).collect()).collect();
    assert_eq!(of, [vec![], vec![1], vec![1], vec![3]]);
}

#[test]
fn curl_gets_what_all_versions_hand_over() {
    let read = one(
        "$t = \"abc\"\ncurl.exe -X POST \"https://x.io/a?b=c&d=e\" `\r\n  -H \"Authorization: Bearer $t\" `\r\n  -H 'x: it''s' --data-raw 'a=b'",
    );
    assert_eq!(url(&read), "https://x.io/a?b=c&d=e");
    assert_eq!(headers(&read)[..2], ["Authorization: Bearer abc", "x: it's"]);
    assert_eq!(body(&read), "a=b");
    let read = one("curl.exe https://x.io -d '{\"a\":1}'");
    assert_eq!(
        read.request.body.as_ref().known().unwrap().known(),
        Fact::Unknown(Why::Undecodable)
    );
    let read = one("curl.exe --% -H \"a: b\" -d \"{\\\"a\\\":1}\" https://x.io");
    assert_eq!(body(&read), "{\"a\":1}");
    let read = one("& 'C:\\x y\\curl.exe' https://x.io -d a; irm https://y.io");
    assert_eq!(url(&read), "https://x.io");
}

#[test]
fn curl_with_other_parameters_is_invoke_webrequest() {
    let read = one("curl -Uri https://x.io -Method Delete -Headers @{a='b'}");
    assert_eq!(read.request.method.as_written(), "DELETE");
    assert_eq!(headers(&read), ["a: b"]);
    assert_eq!(url(&one("curl -sSL https://x.io")), "https://x.io");
}

#[test]
fn what_is_not_in_the_text_is_open() {
    let read = one("irm https://x.io -Method Post -Headers $h -Body (Get-Content a.json -Raw)");
    assert_eq!(read.request.kept, Kept::Some(Why::Variable));
    assert!(read.request.body.as_ref().known().unwrap().known().is_unknown());
    let read = one("if ($a) { $h = 'a' } else { $h = 'b' }\nirm \"https://$h.io/x\"");
    assert!(read.request.url.host.known().is_unknown());
    let deep =
        "$b = @{a=@{b=@{c=@{d=1}}}} | ConvertTo-Json\nirm https://x.io -Method Post -Body $b";
    assert!(one(deep).request.body.as_ref().known().unwrap().known().is_unknown());
    let read = one("irm \"https://x.io/$r.id/y\"");
    assert_eq!(url(&read), "https://x.io/$r.id/y");
    assert_eq!(read.request.url.path.holes()[0].range, 1..3);
}

#[test]
fn commands_stand_inside_blocks_and_brackets() {
    let text = "# irm https://a.io\n<# irm https://b.io #>\n'irm https://c.io'\ntry {\n  $x = (Invoke-RestMethod -Uri 'https://d.io').token\n} catch { Write-Host \"irm https://e.io\" }\n1..3 | ForEach-Object { irm \"https://f.io/$_\" }\nWrite-Host (iwr https://g.io).Content";
    let (read, problems) = all(text);
    let urls: Vec<_> = read.iter().map(url).collect();
    assert_eq!(urls, ["https://d.io", "https://f.io/$_", "https://g.io"]);
    assert!(problems.is_empty());
    let (read, problems) = all("Write-Host 'nothing'");
    assert_eq!((read.len(), problems.len()), (0, 1));
}

#[test]
fn prompts_and_answers_are_no_commands() {
    let text = "PS C:\\Users\\me> curl.exe https://x.io\n{\"errors\":[\"no\"]}\nPS C:\\Users\\me> ";
    let (read, _) = all(text);
    assert_eq!(read.len(), 1);
    assert!(read[0].response.is_known());
}

#[test]
fn the_text_says_that_it_is_powershell() {
    for text in [
        "Invoke-WebRequest -Uri x",
        "$r = invoke-restmethod x",
        "PS C:\\> curl https://x.io",
        "curl.exe -X POST https://x.io `\n -d a",
        "irm https://x.io",
        "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession",
    ] {
        assert!(is("-", text), "{text}");
    }
    for text in
        ["curl https://x.io", "irm is short", "PS: curl x", "echo Invoke-WebRequest", "A=`curl x`"]
    {
        assert!(!is("-", text), "{text}");
    }
    assert!(is("a.ps1", "curl https://x.io"));
}

#[test]
fn every_beginning_of_a_text_is_read() {
    let text = "PS C:\\> $é=@{a=@('b',\"c$([char]233)`u{e9}`\r\n${x}\");\"d\"=$e.f.g()}|ConvertTo-Json -Depth 5\n$s=New-Object Microsoft.PowerShell.Commands.WebRequestSession;$s.Cookies.Add((New-Object System.Net.Cookie('a',\"b\")))\niwr @é -Uri:\"x\"+'y' -Body @\"\r\né\r\n\"@ -H ([Text.Encoding]::UTF8.GetBytes(“é”),1) 2>&1;curl --% a\\\"b é\ncurl.exe -d '{\"a\"}' @z `";
    for (end, _) in text.char_indices() {
        all(&text[..end]);
        all(&text[end..]);
        is("-", &text[..end]);
    }
}

#[test]
fn deep_nesting_ends() {
    for open in [
        "\"$(\")", "\"$()", "\"`", "'", "\"$(\"\"", "$(", "@(\"", "(", "@(", "@{a=", "\"$(", "$a=",
        "$a=(", "irm (", "irm @{a=", "[a]", "@'\n",
    ] {
        all(&format!("irm https://x.io -Body {}", open.repeat(3_000)));
    }
}
