//! The facts by name: what each means, which values it takes, when it is unknown.
//!
//! Rules, "did you mean" and the reference in `rules/README.md` read this table. A fact is one
//! line here and one arm in [`Facts::get`](super::Facts::get), which the compiler asks for.

use crate::exchange::AccidentKind;

/// What a fact's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// Words of our own, which hold nothing recorded.
    Phrase,
    /// A region's id; people read it in capitals.
    Region,
    /// One of these words.
    Choice(&'static [&'static str]),
    Number,
    Flag,
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub id: Id,
    pub name: &'static str,
    pub kind: Kind,
    pub meaning: &'static str,
    /// When the fact is unknown; empty for a fact that is always known or absent.
    pub unknown: &'static str,
    /// What stands in a fix where the value is missing: `<gateway>`.
    pub blank: &'static str,
}

/// A part of a request that a rule can point at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Spot {
    /// The word that begins the call.
    Request,
    Method,
    Url,
    UrlScheme,
    UrlHost,
    UrlPath,
    /// The slashes that follow each other.
    UrlSlashes,
    UrlQuery,
    /// The name that the route does not take.
    QueryUnknown,
    /// The second one.
    QueryUnknownToo,
    QueryOffset,
    /// The parameter whose value the route does not take.
    QueryBad,
    /// The tenant that stands where nobody looks for it.
    QueryTenant,
    /// `scope` with its value.
    QueryScope,
    /// The credential itself.
    Token,
    /// The whole value of `Authorization`.
    Authorization,
    /// A header by name.
    Header(String),
    HeaderMisspelt,
    HeaderEmpty,
    Body,
    BodyWrongName,
    /// The letter where a body breaks that was meant as JSON.
    BodyBreak,
    /// Where the object begins that lacks a field.
    BodyMissing,
    /// The name that nothing lists.
    BodyUnknownField,
    /// The value that its field cannot have.
    BodyBadField,
    BodyPermissionKey,
    BodyFeatures,
    /// The value that a later answer shows unchanged.
    RecordingUnchangedField,
    /// A top-level value of a JSON body by name.
    BodyField(String),
    /// Each secret that opens something now, in the request and in its answer.
    Secret,
    /// Where an accident of writing happened.
    Accident(AccidentKind),
}

/// One fact, as compiled rules name it.
pub fn by_name(name: &str) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| entry.name == name)
}

/// The line of a fact.
pub fn entry(id: Id) -> &'static Entry {
    &TABLE[id as usize]
}

const HOST_CLASS: Kind = Kind::Choice(&[
    "gateway",
    "environment",
    "custom",
    "portal",
    "documentation",
    "other-frontegg",
    "back-end",
    "foreign",
]);
const REGION: Kind = Kind::Region;
const AUDIENCE: Kind = Kind::Choice(&[
    "management",
    "self-service",
    "authentication",
    "vendor-auth",
    "user-only",
    "unknown",
]);
const NEED: Kind = Kind::Choice(&["required", "optional", "none", "unknown"]);
const SCOPE: Kind = Kind::Choice(&["required", "expected", "optional", "refused", "none"]);
const TOKEN_KIND: Kind = Kind::Choice(&[
    "vendor",
    "user",
    "user-api",
    "tenant-api",
    "user-access",
    "tenant-access",
    "id",
    "refresh",
    "other",
]);
const SLOT: Kind = Kind::Choice(&["authorization", "x-access-token", "x-api-key"]);

macro_rules! facts {
    ($($id:ident $name:literal $kind:expr, $meaning:literal, $unknown:literal, $blank:literal;)*) => {
        /// A fact's number: its line in the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum Id { $($id),* }

        /// All facts, in the order of the reference.
        pub static TABLE: &[Entry] = &[
            $(Entry { id: Id::$id, name: $name, kind: $kind, meaning: $meaning, unknown: $unknown, blank: $blank }),*
        ];
    };
}

facts! {
    // run
    RunCommitted "run.committed" Kind::Flag, "the caller says that what is judged will be in a repository (`--committed`)", "", "";
    // request
    RequestMethod "request.method" Kind::Text, "the method as sent", "it is a variable", "";
    RequestWrites "request.writes" Kind::Flag, "the method is none of GET, HEAD and OPTIONS", "the method is a variable", "";
    RequestWasSent "request.was-sent" Kind::Flag, "a recorder saw it go out; what stands in a text may have been changed since", "", "";
    Caller "caller" Kind::Choice(&["portal", "docs-console", "login-box", "other"]), "who calls: Frontegg's portal, the documentation's try-it console, a Frontegg login box or admin portal, anybody else", "a sanitiser took headers out", "";
    RequestCrossOrigin "request.cross-origin" Kind::Flag, "`Origin`, else `Referer`, names another host than the one called", "neither header is there, a sanitiser took headers out", "";
    RequestRefreshCookie "request.refresh-cookie" Kind::Flag, "a cookie `fe_refresh_…` goes along", "the recording does not keep cookies", "";
    SessionLoggedIn "session.logged-in" Kind::Flag, "an earlier answer of the recording handed out a user's token or a refresh cookie", "", "";
    // host
    HostName "host.name" Kind::Text, "the host the request goes to, in lower case", "it is a variable or a placeholder", "";
    HostClass "host.class" HOST_CLASS, "what answers there: a regional gateway; an environment host (a Frontegg sub-domain, or a custom domain that the configuration or an issuer in the recording proves); a custom host with paths of Frontegg's shape; the portal; the documentation; another Frontegg host; a back end of the caller's own; somebody else", "the host is a variable whose name does not tell", "";
    HostRegion "host.region" REGION, "the region the host name says; absent on hosts that say none", "the host is unknown, a placeholder label or a custom domain", "";
    HostScheme "host.scheme" Kind::Text, "http or https", "it is part of a variable", "";
    HostUnknownRegion "host.unknown-region" Kind::Text, "the label that stands where a region stands and is none", "the host is unknown", "";
    HostNearest "host.nearest" Kind::Text, "the real host nearest to one with an unknown region", "the host is unknown", "<host>";
    HostEnvironment "host.environment" Kind::Text, "the environment behind the host: its Frontegg label with the region, or the name the configuration gives it", "a custom domain that the configuration does not list, a placeholder label", "";
    // vendor
    VendorRegion "vendor.region" REGION, "where the vendor lives, by the gateways where they were asked (absent where none knows the credential), the configuration, the token's issuer, the gateway that minted the token, or `frontegg-vendor-host`", "nothing says it, or two witnesses disagree", "";
    VendorRegionFrom "vendor.region-from" Kind::Phrase, "which of them said so, in words", "as vendor.region", "";
    VendorGateway "vendor.gateway" Kind::Text, "the gateway of the vendor's region", "as vendor.region", "<gateway>";
    // route
    RouteKnown "route.known" Kind::Flag, "the catalogue lists this method and path", "method or path is a variable", "";
    RoutePath "route.path" Kind::Text, "the path's template; absent for a path that the catalogue does not list", "method or path is a variable", "";
    RouteService "route.service" Kind::Text, "the service that the path belongs to; absent outside Frontegg's services", "the path is a variable", "";
    RouteAudience "route.audience" AUDIENCE, "who may call it: with a vendor token (management), with a user token or a vendor token and scope headers (self-service), without a token (authentication), to mint a vendor token (vendor-auth), with a user token alone (user-only); unknown where nothing documents it", "method or path is a variable", "";
    RouteToken "route.token" NEED, "whether it wants a token", "method or path is a variable", "";
    RouteTenant "route.tenant" SCOPE, "what a vendor token's call does with `frontegg-tenant-id`", "method or path is a variable", "";
    RouteUser "route.user" SCOPE, "likewise `frontegg-user-id`", "method or path is a variable", "";
    RouteApplication "route.application" SCOPE, "likewise `frontegg-application-id`; expected: needed unless the environment has a default application", "method or path is a variable", "";
    RouteVendorHost "route.vendor-host" SCOPE, "likewise `frontegg-vendor-host`", "method or path is a variable", "";
    RoutePrefix "route.prefix" Kind::Text, "`/frontegg` or `/api/frontegg` before the service", "the path is a variable", "";
    RouteBarePath "route.bare-path" Kind::Text, "the path without that prefix", "the path is a variable", "<path>";
    RouteDiscovery "route.discovery" Kind::Choice(&["jwks", "jwks-misspelt", "openid"]), "a discovery document: the published keys, the keys under a name that does not exist, OpenID discovery; absent for other paths", "the path is a variable", "";
    RouteApiShape "route.api-shape" Kind::Flag, "the path lies under a service of Frontegg's", "the path is a variable", "";
    RouteDeprecated "route.deprecated" Kind::Flag, "the documentation marks it deprecated", "method or path is a variable", "";
    RouteTakesBasic "route.takes-basic" Kind::Flag, "the OAuth token endpoint, the only one that takes HTTP Basic", "the path is a variable", "";
    RouteDocs "route.docs" Kind::Text, "where the route is documented", "method or path is a variable", "";
    RouteSuccessor "route.successor" Kind::Phrase, "the call that replaces a deprecated one, where that is certain", "method or path is a variable", "";
    RouteServiceStanding "route.service-standing" Kind::Choice(&["documented", "observed"]), "whether the public specification describes the path's service, or it was only seen; absent outside Frontegg's services", "the path is a variable", "";
    RouteMethods "route.methods" Kind::Phrase, "the methods that the path takes; absent for a path that the catalogue does not list", "the path is a variable", "";
    RouteWrongMethod "route.wrong-method" Kind::Flag, "the path takes other methods, whatever its variables stand for; absent for OPTIONS", "method or path is a variable", "";
    RouteRightMethod "route.right-method" Kind::Text, "for a wrong method: that of the call that was probably meant; absent where none is likelier than the others", "method or path is a variable", "<method>";
    RouteRightPath "route.right-path" Kind::Text, "its path with the call's own ids; absent where it is the call's path", "method or path is a variable", "<path>";
    RouteRightCall "route.right-call" Kind::Phrase, "that call in words, its path as a template", "method or path is a variable", "";
    RouteNear "route.near" Kind::Text, "for a path that no route has: the path of the route that it misses by one slip, with the call's own ids; absent where nothing is near", "method or path is a variable", "<path>";
    RouteNearRoute "route.near-route" Kind::Phrase, "that route", "method or path is a variable", "";
    RouteNearHow "route.near-how" Kind::Choice(&["misspelt", "resources-missing", "version-swapped", "segment-short", "base", "other"]), "the slip: a literal that is no version within two letters; `/resources/` left out; version and resource swapped; one segment short; the resource of another service; another last segment, where one route alone is documented", "method or path is a variable", "";
    RouteMiss "route.miss" Kind::Phrase, "the slip in words", "method or path is a variable", "";
    RouteServiceMissing "route.service-missing" Kind::Phrase, "for a path that begins at `/resources/`: the service that was left out, or those that it may be; absent where no service has such a path", "the path is a variable", "";
    RouteWithService "route.with-service" Kind::Text, "that path with its service; absent where it may be several", "the path is a variable", "<path>";
    RouteEmptyParameter "route.empty-parameter" Kind::Phrase, "the parameter of the route in whose place nothing stands", "the path is a variable", "";
    RouteSingleSlashes "route.single-slashes" Kind::Text, "for a path with `//`: the same with one slash each; absent for other paths, and outside Frontegg's services", "the path is a variable", "<path>";
    RouteNamesTenant "route.names-tenant" Kind::Flag, "the call names a tenant, in `frontegg-tenant-id`, the query or the body", "the header is a variable, or the body is not known", "";
    // query
    RequestUrlLength "request.url-length" Kind::Number, "how many bytes the address has", "a part of it is a variable", "";
    QueryUnknown "query.unknown" Kind::Text, "the first name in the query that the route does not take; absent where not all of the route's names are documented", "method or path is a variable, or a variable may hold more of the query", "";
    QueryUnknownToo "query.unknown-too" Kind::Text, "the second such name", "as query.unknown", "";
    QueryNearest "query.nearest" Kind::Text, "the name it misses, if one is near", "as query.unknown", "";
    QueryNearestToo "query.nearest-too" Kind::Text, "the name that the second one misses, if it is the last of them", "as query.unknown", "";
    QueryMissing "query.missing" Kind::Text, "the first name that the route requires and the query lacks", "as query.unknown", "";
    QueryMissingMatters "query.missing-matters" Kind::Flag, "calls without that name were seen to be refused; else the documentation alone requires it", "as query.unknown", "";
    QueryBad "query.bad" Kind::Text, "the first name whose value is out of the route's bounds, or none of its values; a variable is not", "method or path is a variable", "";
    QueryBadWhy "query.bad-why" Kind::Phrase, "what is wrong with it: `over 200`, `none of ASC, DESC`", "as query.bad", "";
    QueryAllowed "query.allowed" Kind::Text, "the value it may have: the bound, or the nearest of the values", "as query.bad", "<value>";
    QueryTenant "query.tenant" Kind::Text, "`tenantId`, `tenant_id` or the header's own name in query or body of a route that takes no such name there", "method or path is a variable", "";
    QueryTenantIn "query.tenant-in" Kind::Choice(&["query", "body"]), "where that name stands", "as query.tenant", "";
    QueryTenantValue "query.tenant-value" Kind::Text, "the tenant that it names", "it is a variable or a placeholder", "<tenant-id>";
    QueryScopeEncodedTwice "query.scope-encoded-twice" Kind::Flag, "the words of `scope` on the OAuth authorize page are joined by `%2B` or `%2520`, which arrive as `+` or `%20`", "the path is a variable", "";
    // token
    TokenSlot "token.slot" SLOT, "the header that carries the token; absent when the request is known to carry none", "the recording does not keep credentials", "";
    TokenKind "token.kind" TOKEN_KIND, "what kind of token it is, by its claims, by the answer it came from, by --token-kind, or by its name; other: a JWT that says nothing of itself", "a variable or placeholder whose name does not tell, an opaque value, a redacted one", "";
    TokenKindFrom "token.kind-from" Kind::Choice(&["claims", "recording", "setting", "name"]), "what tells the kind; a name is the weakest", "as token.kind", "";
    TokenDescribed "token.described" Kind::Phrase, "the token in words: `a user token`, or `named as a user token` where only its name tells", "as token.kind", "";
    TokenIssuer "token.issuer" Kind::Text, "the claim `iss`", "the claims cannot be read", "";
    TokenIssuerHost "token.issuer-host" Kind::Text, "the host of the issuer", "the claims cannot be read", "<environment-host>";
    TokenEnvironment "token.environment" Kind::Text, "the environment that issued it, as host.environment", "the claims cannot be read, or the issuer is a custom domain that the configuration does not list", "";
    TokenRegion "token.region" REGION, "the region of the issuer", "the claims cannot be read, or the issuer is a custom domain", "";
    TokenExpired "token.expired" Kind::Flag, "`exp` lay before the time the request was sent", "no time of sending, no readable `exp`", "";
    TokenExpiredFor "token.expired-for" Kind::Phrase, "how long it had been expired when the request was sent; absent when it was not", "as token.expired", "";
    TokenValidFor "token.valid-for" Kind::Phrase, "how long it was still valid when the request was sent; absent when it had expired", "as token.expired", "";
    TokenEarlyBy "token.early-by" Kind::Phrase, "how long before its validity begins (`nbf`, `iat`) the request was sent; absent when it had begun, and up to a minute before: clocks differ", "as token.expired", "";
    TokenMissingClaim "token.missing-claim" Kind::Choice(&["type", "tenantId"]), "the first of these claims that a user token should have and has not", "the claims cannot be read", "";
    TokenPlaceholder "token.placeholder" Kind::Choice(&["FETCH-ROLES-BY-API", "FETCH-PERMISSIONS-BY-API"]), "what stands in its roles or permissions in place of them", "the claims cannot be read", "";
    TokenSize "token.size" Kind::Number, "its length in bytes", "the claims cannot be read, a part was taken out", "";
    TokenSignature "token.signature" Kind::Choice(&["valid", "invalid"]), "whether it verifies against the keys that its issuer publishes; only the network can say it", "the network was not asked, it is signed with a secret (HS256), the claims cannot be read, a part was taken out", "";
    VendorAccepted "vendor.accepted" Kind::Flag, "whether the gateway of any region accepts the vendor token, or the pair that `/auth/vendor` was sent; only the network can say it", "the network was not asked, the kind of token is not known", "";
    TokenTenant "token.tenant" Kind::Text, "the claim `tenantId`", "the claims cannot be read", "";
    TokenUser "token.user" Kind::Text, "the user it acts for: `userId`, or `sub` of a user token", "the claims cannot be read", "<user-id>";
    TokenClient "token.client" Kind::Text, "the client id behind an API token: its `sub`", "the claims cannot be read", "";
    TokenVendor "token.vendor" Kind::Text, "the claim `vendorId`", "the claims cannot be read", "";
    TokenOrigin "token.origin" Kind::Choice(&["vendor-token", "access-token", "refresh-token", "id-token"]), "as which field or cookie an answer of this recording handed out this very text", "the text is a variable or the recording does not keep credentials", "";
    TokenMintedAt "token.minted-at" Kind::Text, "the host whose answer in this recording handed it out", "as token.origin", "";
    TokenMintedRegion "token.minted-region" REGION, "the region of that gateway", "as token.origin", "";
    TokenMintedClient "token.minted-client" Kind::Text, "the `clientId` it was asked with", "as token.origin", "";
    TokenSecondSlot "token.second-slot" SLOT, "another header that carries a different JWT", "the recording does not keep credentials", "";
    TokenName "token.name" Kind::Text, "the name of the variable or placeholder that stands for it", "", "";
    // authorization
    AuthorizationScheme "authorization.scheme" Kind::Choice(&["bearer", "none", "repeated", "colon", "basic", "other"]), "what stands before the credential in `Authorization`: `Bearer`, nothing, `Bearer Bearer`, `bearer:`, `Basic`, another word", "the recording does not keep credentials, the whole value is a variable or redacted", "";
    AuthorizationValue "authorization.value" Kind::Choice(&["jwt", "opaque", "placeholder", "not-filled-in", "empty", "malformed", "basic"]), "the shape of the credential: three parts that decode; one word that is no JWT; a name to fill in; `undefined`, `null` and the like; nothing; a JWT that is cut, quoted or holds blanks; user and password", "a variable, redacted, not kept", "";
    // headers
    HeaderTenantId "header.frontegg-tenant-id" Kind::Text, "the value of the header, if it has one", "a variable, a placeholder, not kept", "<tenant-id>";
    HeaderUserId "header.frontegg-user-id" Kind::Text, "the value of the header, if it has one", "a variable, a placeholder, not kept", "<user-id>";
    HeaderApplicationId "header.frontegg-application-id" Kind::Text, "the value of the header, or of `frontegg-requested-application-id`", "a variable, a placeholder, not kept", "<application-id>";
    HeaderClientApplicationId "header.client-application-id" Kind::Text, "the value of `frontegg-requested-application-id` where `frontegg-application-id` is not there", "a variable, a placeholder, not kept", "<application-id>";
    HeaderVendorHost "header.frontegg-vendor-host" Kind::Text, "the value of the header, if it has one", "a variable, a placeholder, not kept", "<environment-host>";
    HeaderEnvironmentId "header.frontegg-environment-id" Kind::Text, "the value of the header, if it has one", "a variable, a placeholder, not kept", "";
    HeaderVendorHostBare "header.vendor-host-bare" Kind::Text, "the bare host in a `frontegg-vendor-host` that has a scheme or a path; absent when it is bare already", "a variable, a placeholder, not kept", "<environment-host>";
    HeaderMisspelt "header.misspelt" Kind::Text, "a header that is a near miss of one of Frontegg's", "", "";
    HeaderMisspeltNearest "header.misspelt-nearest" Kind::Text, "the name it misses", "", "";
    HeaderEmpty "header.empty" Kind::Text, "a Frontegg header whose value is known to be empty", "", "";
    HeaderForwardedIpMissing "header.forwarded-ip-missing" Kind::Text, "the first of the three headers of IP forwarding that is missing beside the others", "a sanitiser took headers out", "";
    // body
    BodyJsonAsForm "body.json-as-form" Kind::Flag, "the body is JSON and the content type says form", "the body or the content type is not known", "";
    BodyVendorKeys "body.vendor-keys" Kind::Choice(&["complete", "wrong"]), "whether the body has `clientId` and `secret`", "the body is not known", "";
    BodyWrongName "body.wrong-name" Kind::Text, "a name in the body that stands for `clientId` or `secret`: `client_id`, `apiKey` and the like", "the body is not known", "";
    BodyRightName "body.right-name" Kind::Text, "the name it should have", "the body is not known", "";
    BodyWrongNameToo "body.wrong-name-too" Kind::Text, "a name that stands for the other one of the two", "the body is not known", "";
    BodyRightNameToo "body.right-name-too" Kind::Text, "the name that that one should have", "the body is not known", "";
    BodyInvalidJson "body.invalid-json" Kind::Flag, "the body is announced as JSON, or evidently meant so, and does not parse; absent without a body", "the body is not known, or a variable may mend it", "";
    BodyInvalidWhy "body.invalid-why" Kind::Phrase, "what is wrong where it breaks; absent when it parses", "as body.invalid-json", "";
    BodyCurlyQuotes "body.curly-quotes" Kind::Flag, "it breaks and has a word processor's quotation marks in it; absent when it parses", "as body.invalid-json", "";
    BodyKind "body.kind" Kind::Choice(&["object", "array", "string", "number", "boolean", "null"]), "what stands at the top of a JSON body; absent for a form", "the body is not known, or does not parse", "";
    BodyWanted "body.wanted" Kind::Choice(&["object", "array"]), "what the documentation wants there; absent where it says nothing of this call's body", "as body.kind, or the route is not known", "";
    BodyMissingField "body.missing-field" Kind::Phrase, "the first required field that is not there, by its documented name: `profile.email`", "as body.wanted", "<field>";
    BodyMissingFrom "body.missing-from" Kind::Phrase, "what lacks it: `in the body`, or `as there is no body`", "as body.wanted", "";
    BodyMissingPointer "body.missing-pointer" Kind::Text, "the JSON pointer of that field; absent where one of several will do", "as body.wanted", "";
    BodyMissingEssential "body.missing-essential" Kind::Flag, "the body itself lacks it and requires no more than two fields; absent when none is missing", "as body.wanted", "";
    BodyUnknownField "body.unknown-field" Kind::Text, "the first field that the documentation lists no place for; absent where it lists none or takes any", "as body.wanted", "";
    BodyUnknownNearest "body.unknown-nearest" Kind::Phrase, "a documented neighbour of that field that may have been meant", "as body.wanted", "<field>";
    BodyUnknownListed "body.unknown-listed" Kind::Phrase, "what the documentation lists in its place, the first few names", "as body.wanted", "";
    BodyUnknownPointer "body.unknown-pointer" Kind::Text, "the JSON pointer of that field", "as body.wanted", "";
    BodyBadField "body.bad-field" Kind::Phrase, "the first field whose value it cannot have, by its documented name", "as body.wanted", "";
    BodyBadWhy "body.bad-why" Kind::Phrase, "what is wrong with that value: `not one of A, B`, `an array where a string belongs`", "as body.wanted", "";
    BodyBadNearest "body.bad-nearest" Kind::Phrase, "the documented value nearest to it", "as body.wanted", "<value>";
    BodyBadPointer "body.bad-pointer" Kind::Text, "the JSON pointer of that field", "as body.wanted", "";
    BodyOnGet "body.on-get" Kind::Flag, "the method is GET or HEAD, and there is a body with a byte in it; absent without a body", "the body or the method is not known", "";
    BodyPermissionKey "body.permission-key" Kind::Text, "the first text in a list of permissions that is written as keys are, `fe.secure.read.users`, and not as an id", "the body is not known, or does not parse", "";
    BodyFeatures "body.features" Kind::Text, "the first top-level name that begins with `feature` and that the call does not list", "the body is not known, or does not parse", "";
    BodyTenantId "body.tenant-id" Kind::Text, "the top-level `tenantId`", "it is not known, a variable", "";
    BodyTenantKnown "body.tenant-known" Kind::Flag, "that tenant is also named by the configuration, a header, the token or an earlier call, or the call asks the service to make sure of it", "as body.tenant-id, or it is a placeholder", "";
    BodyClientIsApplication "body.client-is-application" Kind::Flag, "the top-level `clientId` is an application's id, by the configuration, a header, or tokens and headers of earlier calls", "it is not known, or no application's id is", "";
    // flow
    CallerBrowser "caller.browser" Kind::Flag, "a page in a browser sent it, by the headers that only browsers set; a call that a server passed on was not", "a sanitiser took headers out", "";
    RecordingMintsOften "recording.mints-often" Kind::Flag, "the third mint of one client in a recording that mints although it has a fresh token, half as often as it calls anything else", "the recording does not show the answers or the times of the mints", "";
    RecordingUnchangedField "recording.unchanged-field" Kind::Text, "of a write that was answered 2xx: the first top-level field whose old value a later answer of the same path shows, with no other write in between; absent where none does", "", "";
    RefreshParallel "refresh.parallel" Kind::Flag, "another refresh with the same refresh token was sent and not answered yet; absent for calls that refresh nothing", "no times are recorded, or no refresh token", "";
    RefreshCookie "refresh.cookie" Kind::Choice(&["sent", "other-client", "same-site", "third-party", "not-sent"]), "what became of the refresh cookie that an earlier answer set: it was sent, that of another client was, SameSite or another site's page kept it back, it was not sent; absent before a log-in and for calls that refresh nothing", "the recording does not keep credentials", "";
    RefreshCookieReason "refresh.cookie-reason" Kind::Phrase, "the same in words; absent where it was sent", "as refresh.cookie", "";
    RefreshCookieRemedy "refresh.cookie-remedy" Kind::Phrase, "what to do about it", "as refresh.cookie", "";
    RefreshRefusedInRow "refresh.refused-in-row" Kind::Number, "how many refreshes after a log-in were refused one after the other within a minute, this one included", "no answer is recorded", "";
    CodeUsedBefore "code.used-before" Kind::Flag, "an earlier call exchanged the same OAuth code with success; absent for calls that exchange none", "the code is a variable, or the earlier answer is not recorded", "";
    CodeSameRedirect "code.same-redirect" Kind::Flag, "`redirect_uri` is one that `/oauth/authorize` was called with for this client; absent for calls that exchange no code", "a value is a variable, or no such call is recorded", "";
    CodeRedirect "code.redirect" Kind::Text, "the `redirect_uri` that the code was asked for with", "as code.same-redirect", "<redirect-uri>";
    CodeSameVerifier "code.same-verifier" Kind::Flag, "`code_verifier` is the one behind a recorded `code_challenge` of this client; absent for calls that exchange no code", "a value is a variable, or no challenge is recorded", "";
    TokenSwitchedTo "token.switched-to" Kind::Text, "the tenant that was switched to with this very token, which names another", "the text is a variable, or no times are recorded", "";
    HostOtherDomain "host.other-domain" Kind::Text, "the other domain of the same environment, Frontegg's or the customer's own, which an earlier call went to; known once a recording", "", "";
    PageCounts "page.counts" Kind::Choice(&["pages", "records"]), "what the offset of this route counts", "method or path is a variable", "";
    PageGrowsByLimit "page.grows-by-limit" Kind::Flag, "the offset is that of the last call for the same list and the limit together, and the limit is more than 1", "offset or limit is a variable", "";
    PageBeyondLast "page.beyond-last" Kind::Flag, "nothing came back, and the offset is more than there are pages", "no answer is recorded", "";
    PageIndex "page.index" Kind::Number, "the number of the page that begins at this offset, if the offset counts records", "offset or limit is a variable", "<page>";
    // answer
    AnswerStatus "answer.status" Kind::Number, "the status of the answer", "no answer is recorded", "";
    AnswerSucceeded "answer.succeeded" Kind::Flag, "2xx or 304, no HTML where JSON is answered, no `errors` in the body", "no answer is recorded", "";
    AnswerErrorCode "answer.error-code" Kind::Text, "the code that its body names, `ER-00004`", "no answer is recorded, or not its body", "";
    AnswerField "answer.field" Kind::Phrase, "what the text of a validation error speaks of: `email` of `email must be a string`", "as answer.error-code", "";
    AnswerForm "answer.form" Kind::Choice(&["json", "html", "text", "empty"]), "what its body is", "as answer.error-code", "";
    AnswerRateLimitReset "answer.rate-limit-reset" Kind::Phrase, "when calls are taken again: its `x-rate-limit-reset`, else `retry-after`", "no answer is recorded", "";
    AnswerArrived "answer.arrived" Kind::Flag, "an answer came; false where the recorder says that the page got none (status 0)", "no answer is recorded", "";
    AnswerError "answer.error" Kind::Text, "the known error that the answer is; absent for any other answer", "no answer is recorded", "";
    // accident
    AccidentTypographicQuotes "accident.typographic-quotes" Kind::Flag, "quotation marks of a word processor stand where the shell wants straight ones", "", "";
    AccidentDashNotHyphen "accident.dash-not-hyphen" Kind::Flag, "an option begins with a dash that is no hyphen", "", "";
    AccidentHtmlEntity "accident.html-entity" Kind::Flag, "`&amp;`, `&quot;` or the like stands where the letter itself was meant", "", "";
    AccidentInvisibleCharacter "accident.invisible-character" Kind::Flag, "a no-break space or a letter without width stands in an option, the address or a header that matters", "", "";
    AccidentBlankAfterBackslash "accident.blank-after-backslash" Kind::Flag, "a blank stands behind the backslash that should continue the line", "", "";
    AccidentCommentInContinuation "accident.comment-in-continuation" Kind::Flag, "a comment stands between the lines of one command", "", "";
    AccidentMissingBackslash "accident.missing-backslash" Kind::Flag, "the line above further options does not end in a backslash", "", "";
    AccidentUnclosedQuote "accident.unclosed-quote" Kind::Flag, "a quote is opened and never closed", "", "";
    AccidentCrlfLineEnds "accident.crlf-line-ends" Kind::Flag, "the lines of a shell script end as in Windows", "", "";
    AccidentHeaderWithoutColon "accident.header-without-colon" Kind::Flag, "the value of `-H` has no colon", "", "";
    AccidentUnquotedHeader "accident.unquoted-header" Kind::Flag, "a header with blanks in it stands outside quotes", "", "";
    AccidentUnquotedAmpersand "accident.unquoted-ampersand" Kind::Flag, "an `&` in the address stands outside quotes", "", "";
    AccidentUnquotedJson "accident.unquoted-json" Kind::Flag, "JSON stands outside quotes, or its own quotes end those around it", "", "";
    AccidentVariableInSingleQuotes "accident.variable-in-single-quotes" Kind::Flag, "a variable in the address or a header, or one that the text sets in the body, stands in single quotes", "", "";
    AccidentBracesEatenByGlobbing "accident.braces-eaten-by-globbing" Kind::Flag, "curl takes braces in the address for a pattern; said of no call that shows blanks to fill in elsewhere", "", "";
    AccidentZshGlobbing "accident.zsh-globbing" Kind::Flag, "zsh takes a bare `?`, `*` or `[` for a pattern of file names", "", "";
    AccidentCurlOptionUnknown "accident.curl-option-unknown" Kind::Flag, "an option that curl does not know", "", "";
    AccidentCurlOptionsConflict "accident.curl-options-conflict" Kind::Flag, "options that ask for two kinds of request", "", "";
    AccidentChangesToken "accident.changes-token" Kind::Flag, "because of an accident another credential goes out than was meant, or none; absent where what was meant goes out, or nothing", "", "";
    AccidentChangesTenant "accident.changes-tenant" Kind::Flag, "likewise `frontegg-tenant-id`", "", "";
    AccidentChangesBody "accident.changes-body" Kind::Flag, "likewise the body or its type", "", "";
    AccidentChangesUrl "accident.changes-url" Kind::Flag, "likewise the path or the query", "", "";
    // secret
    SecretLive "secret.live" Kind::Phrase, "the first secret in the request or its answer that opens something now: a JWT whose `exp` lies ahead, the secret of a vendor or of an API token; absent where there is none", "nothing says what time it is, or the credential cannot be read", "";
    SecretKind "secret.kind" Kind::Choice(&["vendor-token", "user-token", "token", "vendor-secret", "api-token-secret"]), "what that secret is", "as secret.live", "";
    // what fixes put in
    FillGateway "fill.gateway" Kind::Text, "the gateway to call: of the vendor's region, else of the region that the host or the issuer says", "no region is known", "<gateway>";
    FillEnvironmentHost "fill.environment-host" Kind::Text, "the environment host to call: the call's own, the issuer's, the configuration's only one, `frontegg-vendor-host`, the only one that the recording calls", "none is known", "<environment-host>";
    FillTenantId "fill.tenant-id" Kind::Text, "a tenant id to fill in: the configuration's, the token's, the recording's only one", "none is known", "<tenant-id>";
    FillUserId "fill.user-id" Kind::Text, "a user id to fill in: the token's, the recording's only one", "none is known", "<user-id>";
    FillApplicationId "fill.application-id" Kind::Text, "an application id to fill in: the configuration's, the recording's only one", "none is known", "<application-id>";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_facts_number_is_its_line() {
        for (line, entry) in TABLE.iter().enumerate() {
            assert_eq!(entry.id as usize, line, "{}", entry.name);
        }
    }

    #[test]
    fn every_fact_says_what_it_means_under_a_name_of_its_own() {
        for (line, entry) in TABLE.iter().enumerate() {
            assert!(!entry.meaning.is_empty(), "{}", entry.name);
            assert!(TABLE[..line].iter().all(|other| other.name != entry.name), "{}", entry.name);
        }
    }
}
