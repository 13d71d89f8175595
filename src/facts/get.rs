//! Each fact by its number.

use crate::mask;
use crate::truth::{Fact, Why};

use super::catalog::{Required, Route};
use super::table::Id;
use super::{
    Facts, Value, accident, body, caller, fill, flow, headers, host, made, oddity, query, reading,
    route, secret, session, token, word,
};

/// The value of a fact.
#[expect(clippy::too_many_lines, reason = "one arm a fact: the compiler asks for each")]
pub(crate) fn of<'f>(facts: &'f Facts<'_>, id: Id) -> Fact<Value<'f>> {
    let exchange = facts.exchange;
    let header = |name: &str| headers::value(exchange, name).map(word);
    match id {
        Id::RunCommitted => Fact::Known(Value::Flag(facts.settings().committed)),
        Id::RequestMethod => method(facts).map(word),
        Id::RequestWrites => {
            method(facts).map(|method| Value::Flag(!matches!(method, "GET" | "HEAD" | "OPTIONS")))
        }
        Id::RequestWasSent => Fact::Known(Value::Flag(facts.was_sent())),
        Id::Caller => caller_of(facts),
        Id::RequestCrossOrigin => caller::is_cross_origin(exchange).map(Value::Flag),
        Id::RequestRefreshCookie => session::has_refresh_cookie(exchange).map(Value::Flag),
        Id::SessionLoggedIn => Fact::Known(Value::Flag(facts.session().refreshes.is_logged_in())),
        Id::HostName => facts.host().name.as_ref().map(|name| word(name)),
        Id::HostClass => facts.host().class.map(|class| word(class.word())),
        Id::HostRegion => facts.host().region.as_ref().map(|region| word(region)),
        Id::HostScheme => scheme(facts).map(made),
        Id::HostUnknownRegion => facts.host().unknown_region.as_ref().map(|label| word(label)),
        Id::HostNearest => facts.host().nearest.as_ref().map(|name| word(name)),
        Id::HostEnvironment => {
            let issuer = facts.token().issuer_host().known();
            host::environment(facts.host(), facts.settings(), issuer.as_deref()).map(made)
        }
        Id::VendorRegion => facts.vendor().as_ref().map(|(region, _)| word(region)),
        Id::VendorRegionFrom => facts.vendor().as_ref().map(|(_, from)| word(from)),
        Id::VendorGateway => facts.vendor().as_ref().and_then(|(region, _)| {
            let region = facts.catalog().region(region);
            region.map_or(Fact::Unknown(Why::NotConfigured), |region| {
                Fact::Known(word(&region.gateway))
            })
        }),
        Id::RouteKnown => match &facts.path().route {
            Fact::Known(_) => Fact::Known(Value::Flag(true)),
            Fact::Absent => Fact::Known(Value::Flag(false)),
            Fact::Unknown(why) => Fact::Unknown(*why),
        },
        Id::RoutePath => of_route(facts, |route| Some(&route.path)),
        Id::RouteService => facts.path().service.map(|service| word(&service.name)),
        Id::RouteAudience => or_unknown(facts, |r| Some(r.audience.word())),
        Id::RouteToken => or_unknown(facts, |r| Some(r.token.word())),
        Id::RouteTenant => of_route(facts, |r| Some(r.tenant.word())),
        Id::RouteUser => of_route(facts, |r| Some(r.user.word())),
        Id::RouteApplication => of_route(facts, |r| Some(r.application.word())),
        Id::RouteVendorHost => of_route(facts, |r| Some(r.vendor_host.word())),
        Id::RoutePrefix => facts.path().prefix.map(word),
        Id::RouteBarePath => facts.path().bare.as_ref().map(|path| word(path)),
        Id::RouteDiscovery => facts.path().discovery().map(word),
        Id::RouteApiShape => facts.path().api_shape().map(Value::Flag),
        Id::RouteDeprecated => facts.path().route.map(|route| Value::Flag(route.deprecated)),
        Id::RouteTakesBasic => facts.path().takes_basic().map(Value::Flag),
        Id::RouteDocs => of_route(facts, |route| route.docs.as_deref()),
        Id::RouteSuccessor => of_route(facts, |route| route.successor.as_deref()),
        Id::RouteServiceStanding => facts.path().service.map(|s| word(route::miss::standing(s))),
        Id::RouteMethods => route::meant::methods(facts).map(made),
        Id::RouteWrongMethod => facts.wrong_method().as_ref().map(|_| Value::Flag(true)),
        Id::RouteRightMethod => route::meant::right(facts).map(|right| word(&right.route.method)),
        Id::RouteRightPath => route::meant::path(facts).map(made),
        Id::RouteRightCall => {
            route::meant::right(facts).map(|right| made(route::meant::call(right)))
        }
        Id::RouteNear => route::miss::path(facts).map(made),
        Id::RouteNearRoute => facts.miss().as_ref().map(|miss| made(route::miss::route(miss))),
        Id::RouteNearHow => facts.miss().as_ref().map(|miss| word(miss.slip.word())),
        Id::RouteMiss => facts.miss().as_ref().map(|miss| made(route::miss::words(miss))),
        Id::RouteServiceMissing => route::slash::service_left_out(facts).map(made),
        Id::RouteWithService => route::slash::with_service(facts).map(made),
        Id::RouteEmptyParameter => route::slash::empty_parameter(facts).map(word),
        Id::RouteSingleSlashes => route::slash::merged(facts).map(made),
        Id::RouteNamesTenant => route::slash::names_tenant(facts).map(Value::Flag),
        Id::RequestUrlLength => query::url_length(exchange).map(Value::Number),
        Id::QueryUnknown => query::unknown(facts).map(|given| word(&given.name)),
        Id::QueryUnknownToo => query::unknown_too(facts).map(|given| word(&given.name)),
        Id::QueryNearest => query::nearest(facts).map(word),
        Id::QueryNearestToo => query::nearest_too(facts).map(word),
        Id::QueryMissing => query::missing(facts).map(|missing| word(&missing.name)),
        Id::QueryMissingMatters => {
            query::missing(facts).map(|missing| Value::Flag(missing.required == Required::Observed))
        }
        Id::QueryBad => query::bad(facts).map(|bad| word(bad.name)),
        Id::QueryBadWhy => query::bad(facts).map(|bad| made(bad.why)),
        Id::QueryAllowed => query::bad(facts).and_then(|bad| bad.allowed.map(made).into()),
        Id::QueryTenant => query::tenant(facts).map(|tenant| word(tenant.name)),
        Id::QueryTenantIn => query::tenant(facts).map(|tenant| word(tenant.place)),
        Id::QueryTenantValue => query::tenant(facts).and_then(|tenant| tenant.value).map(made),
        Id::QueryScopeEncodedTwice => query::scope_encoded_twice(facts).map(|_| Value::Flag(true)),
        Id::TokenSlot => facts.token().slot.map(|slot| word(slot.word())),
        Id::TokenKind => facts.token_kind().map(|(kind, _)| word(kind)),
        Id::TokenKindFrom => facts.token_kind().map(|(_, from)| word(from)),
        Id::TokenDescribed => described(facts),
        Id::TokenIssuer => facts.token().claim("iss").map(word),
        Id::TokenIssuerHost => facts.token().issuer_host().map(made),
        Id::TokenEnvironment => facts.issuer().and_then(|issuer| {
            let beside = facts.host().name.as_ref().known().map(String::as_str);
            host::environment(&issuer, facts.settings(), beside).map(made)
        }),
        Id::TokenRegion => facts.issuer_region().map(made),
        Id::TokenExpired => left(facts).map(|left| Value::Flag(left <= 0)),
        Id::TokenExpiredFor => span_of_time(facts, Side::Behind),
        Id::TokenValidFor => span_of_time(facts, Side::Ahead),
        Id::TokenEarlyBy => oddity::early(facts).map(token::duration).map(made),
        Id::TokenMissingClaim => oddity::missing_claim(facts).map(word),
        Id::TokenPlaceholder => oddity::placeholder(facts).map(word),
        Id::TokenSize => oddity::size(facts).map(Value::Number),
        Id::TokenSignature => oddity::signature(facts).map(word),
        Id::VendorAccepted => facts.accepted().map(Value::Flag),
        Id::TokenTenant => facts.token().claim("tenantId").map(word),
        Id::TokenUser => facts.token_user().map(word),
        Id::TokenClient => client(facts).map(word),
        Id::TokenVendor => facts.token().claim("vendorId").map(word),
        Id::TokenOrigin => facts.token().handed.map(|handed| word(handed.field.word())),
        Id::TokenMintedAt => {
            facts.token().handed.and_then(|handed| handed.host.as_deref().map(word).into())
        }
        Id::TokenMintedRegion => {
            facts.token().handed.and_then(|handed| handed.region.as_deref().map(word).into())
        }
        Id::TokenMintedClient => {
            facts.token().handed.and_then(|handed| handed.client.as_deref().map(word).into())
        }
        Id::TokenSecondSlot => facts.token().second.map(|slot| word(slot.word())),
        Id::TokenName => {
            facts.token().name.as_deref().filter(|name| is_name(name)).map(word).into()
        }
        Id::AuthorizationScheme => facts.authorization().scheme.map(word),
        Id::AuthorizationValue => facts.authorization().value.map(word),
        Id::HeaderTenantId => header("frontegg-tenant-id"),
        Id::HeaderUserId => header("frontegg-user-id"),
        Id::HeaderApplicationId => headers::application(exchange).map(word),
        Id::HeaderClientApplicationId => headers::client_application(exchange).map(word),
        Id::HeaderVendorHost => header("frontegg-vendor-host"),
        Id::HeaderEnvironmentId => header("frontegg-environment-id"),
        Id::HeaderVendorHostBare => headers::vendor_host_to_bare(exchange).map(made),
        Id::HeaderMisspelt => facts
            .misspelt()
            .map(|(header, _)| made(header.name.as_written().trim().to_owned()))
            .into(),
        Id::HeaderMisspeltNearest => facts.misspelt().map(|(_, right)| word(right)).into(),
        Id::HeaderEmpty => headers::empty(exchange, facts.catalog())
            .map(|header| made(header.name.as_written().trim().to_ascii_lowercase()))
            .into(),
        Id::HeaderForwardedIpMissing => headers::forwarding_gap(exchange).map(word),
        Id::BodyJsonAsForm => body::json_as_form(facts.body()).map(Value::Flag),
        Id::BodyVendorKeys => body::vendor_keys(facts.body()).map(word),
        Id::BodyWrongName => body::misnamed(facts.body()).map(|misnamed| made(misnamed.name)),
        Id::BodyRightName => body::misnamed(facts.body()).map(|misnamed| word(misnamed.right)),
        Id::BodyWrongNameToo => {
            body::misnamed_too(facts.body()).map(|misnamed| made(misnamed.name))
        }
        Id::BodyRightNameToo => {
            body::misnamed_too(facts.body()).map(|misnamed| word(misnamed.right))
        }
        Id::BodyInvalidJson => body::is_invalid(facts.body()).map(Value::Flag),
        Id::BodyInvalidWhy => body::why_invalid(facts.body()).map(word),
        Id::BodyCurlyQuotes => body::has_curly_quotes(facts.body()).map(Value::Flag),
        Id::BodyKind => body::kind(facts.body()).map(word),
        Id::BodyWanted => body::documented(facts)
            .and_then(|shape| body::wanted(shape).map(|kind| word(kind.word())).into()),
        Id::BodyMissingField => of_body(facts, |faults| Some(&faults.missing.as_ref()?.path)),
        Id::BodyMissingFrom => of_body(facts, |faults| Some(faults.missing.as_ref()?.from())),
        Id::BodyMissingPointer => {
            of_body(facts, |faults| faults.missing.as_ref()?.pointer.as_deref())
        }
        Id::BodyMissingEssential => facts.body_faults().as_ref().and_then(|faults| {
            faults.missing.as_ref().map(|missing| Value::Flag(missing.essential)).into()
        }),
        Id::BodyUnknownField => of_body(facts, |faults| Some(&faults.unlisted.as_ref()?.name)),
        Id::BodyUnknownNearest => {
            of_body(facts, |faults| faults.unlisted.as_ref()?.nearest.as_deref())
        }
        Id::BodyUnknownListed => of_body(facts, |faults| Some(&faults.unlisted.as_ref()?.listed)),
        Id::BodyUnknownPointer => of_body(facts, |faults| Some(&faults.unlisted.as_ref()?.pointer)),
        Id::BodyBadField => of_body(facts, |faults| Some(&faults.bad.as_ref()?.path)),
        Id::BodyBadWhy => of_body(facts, |faults| Some(&faults.bad.as_ref()?.why)),
        Id::BodyBadNearest => of_body(facts, |faults| faults.bad.as_ref()?.nearest.as_deref()),
        Id::BodyBadPointer => of_body(facts, |faults| Some(&faults.bad.as_ref()?.pointer)),
        Id::BodyOnGet => facts.body().as_ref().and_then(|_| {
            method(facts).map(|method| Value::Flag(matches!(method, "GET" | "HEAD")))
        }),
        Id::BodyPermissionKey => {
            body::permission_key(facts.body()).map(|value| word(value.content()))
        }
        Id::BodyFeatures => body::features(facts).map(|name| word(name.content())),
        Id::BodyTenantId => {
            facts.body().as_ref().and_then(|body| body.string("tenantId")).map(word)
        }
        Id::BodyTenantKnown => body::tenant_is_known(facts).map(Value::Flag),
        Id::BodyClientIsApplication => body::client_is_application(facts).map(Value::Flag),
        Id::CallerBrowser => caller::is_browser(exchange).map(Value::Flag),
        Id::RecordingUnchangedField => {
            facts.session().writes.unchanged(exchange, facts.catalog()).map(made)
        }
        Id::RecordingMintsOften => facts.session().mints.often(exchange).map(Value::Flag),
        Id::RefreshParallel => facts.session().refreshes.is_parallel(exchange).map(Value::Flag),
        Id::RefreshCookie => flow::cookie(facts).map(|cookie| word(cookie.word())),
        Id::RefreshCookieReason => {
            flow::cookie(facts).and_then(|cookie| cookie.reason().map(word).into())
        }
        Id::RefreshCookieRemedy => {
            flow::cookie(facts).and_then(|cookie| cookie.remedy().map(word).into())
        }
        Id::RefreshRefusedInRow => {
            facts.session().refreshes.refused_in_row(exchange).map(Value::Number)
        }
        Id::CodeUsedBefore => facts.session().grants.used_before(exchange).map(Value::Flag),
        Id::CodeSameRedirect => facts.session().grants.same_redirect(exchange).map(Value::Flag),
        Id::CodeRedirect => facts.session().grants.redirect(exchange).map(word),
        Id::CodeSameVerifier => facts.session().grants.same_verifier(exchange).map(Value::Flag),
        Id::TokenSwitchedTo => {
            facts.session().switches.away_from(exchange, facts.token()).map(word)
        }
        Id::HostOtherDomain => flow::other_domain(facts).map(word),
        Id::PageCounts => flow::page_counts(facts).map(word),
        Id::PageGrowsByLimit => facts.session().pages.grows_by_limit(exchange).map(Value::Flag),
        Id::PageBeyondLast => session::Pages::beyond_last(exchange).map(Value::Flag),
        Id::PageIndex => session::Pages::index(exchange).map(Value::Number),
        Id::AnswerStatus => {
            super::answer::status(exchange).map(|status| Value::Number(i64::from(status)))
        }
        Id::AnswerSucceeded => facts.succeeded().map(Value::Flag),
        Id::AnswerError => facts.error().map(word),
        Id::AnswerErrorCode => super::answer::error_code(facts).map(made),
        Id::AnswerField => super::answer::field(facts).map(made),
        Id::AnswerForm => super::answer::form(exchange).map(word),
        Id::AnswerRateLimitReset => super::answer::rate_limit_reset(exchange).map(word),
        Id::AnswerArrived => super::answer::arrived(exchange).map(Value::Flag),
        Id::AccidentTypographicQuotes
        | Id::AccidentDashNotHyphen
        | Id::AccidentHtmlEntity
        | Id::AccidentInvisibleCharacter
        | Id::AccidentBlankAfterBackslash
        | Id::AccidentCommentInContinuation
        | Id::AccidentMissingBackslash
        | Id::AccidentUnclosedQuote
        | Id::AccidentCrlfLineEnds
        | Id::AccidentHeaderWithoutColon
        | Id::AccidentUnquotedHeader
        | Id::AccidentUnquotedAmpersand
        | Id::AccidentUnquotedJson
        | Id::AccidentVariableInSingleQuotes
        | Id::AccidentBracesEatenByGlobbing
        | Id::AccidentZshGlobbing
        | Id::AccidentCurlOptionUnknown
        | Id::AccidentCurlOptionsConflict => accident::happened(exchange, id).map(Value::Flag),
        Id::AccidentChangesToken => accident::changes_token(exchange).map(Value::Flag),
        Id::AccidentChangesTenant => accident::changes_tenant(exchange).map(Value::Flag),
        Id::AccidentChangesBody => accident::changes_body(exchange).map(Value::Flag),
        Id::AccidentChangesUrl => accident::changes_url(exchange).map(Value::Flag),
        Id::SecretLive => secret::first(facts).map(|secret| made(secret.words())),
        Id::SecretKind => secret::first(facts).map(|secret| word(secret.kind)),
        Id::FillGateway => fill::gateway(facts).map(word),
        Id::FillEnvironmentHost => fill::environment_host(facts).map(made),
        Id::FillTenantId => fill::tenant(facts).map(word),
        Id::FillUserId => fill::user(facts).map(word),
        Id::FillApplicationId => fill::application(facts).map(word),
    }
}

/// Which side of the moment of sending a token's end lies on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Behind,
    Ahead,
}

fn method<'f>(facts: &'f Facts<'_>) -> Fact<&'f str> {
    reading::of(&facts.exchange.request.method, true)
}

fn caller_of<'f>(facts: &'f Facts<'_>) -> Fact<Value<'f>> {
    let issuer = facts.token().issuer_host().known();
    caller::of(facts.exchange, facts.catalog(), facts.host(), issuer.as_deref()).map(word)
}

fn scheme(facts: &Facts<'_>) -> Fact<String> {
    let text = &facts.exchange.request.url.scheme;
    reading::of(text, true).map(str::to_ascii_lowercase)
}

fn of_route<'f>(
    facts: &'f Facts<'_>,
    part: impl FnOnce(&'f Route) -> Option<&'f str>,
) -> Fact<Value<'f>> {
    facts.path().route.and_then(|route| part(route).map(word).into())
}

fn of_body<'f>(
    facts: &'f Facts<'_>,
    part: impl FnOnce(&'f body::Faults) -> Option<&'f str>,
) -> Fact<Value<'f>> {
    facts.body_faults().as_ref().and_then(|faults| part(faults).map(word).into())
}

/// Nothing documents a path that is not listed under a service of Frontegg's.
fn or_unknown<'f>(
    facts: &'f Facts<'_>,
    part: impl FnOnce(&'f Route) -> Option<&'f str>,
) -> Fact<Value<'f>> {
    match of_route(facts, part) {
        Fact::Absent if facts.path().api_shape() == Fact::Known(true) => {
            Fact::Known(word("unknown"))
        }
        fact @ (Fact::Known(_) | Fact::Absent | Fact::Unknown(_)) => fact,
    }
}

fn described<'f>(facts: &'f Facts<'_>) -> Fact<Value<'f>> {
    facts.token_kind().map(|(kind, from)| {
        let known = facts.catalog().token_kinds.iter().find(|known| known.id == kind);
        let name = known.map_or("a token", |known| known.name.as_str());
        made(if from == "name" { format!("named as {name}") } else { name.to_owned() })
    })
}

fn left(facts: &Facts<'_>) -> Fact<i64> {
    facts.token().left(facts.exchange, facts.settings())
}

fn span_of_time<'f>(facts: &'f Facts<'_>, side: Side) -> Fact<Value<'f>> {
    left(facts).and_then(|left| {
        let on = if left <= 0 { Side::Behind } else { Side::Ahead };
        if on == side { Fact::Known(made(token::duration(left))) } else { Fact::Absent }
    })
}

/// The client id behind an API token.
fn client<'f>(facts: &'f Facts<'_>) -> Fact<&'f str> {
    facts.token_kind().and_then(|(kind, _)| match kind {
        "user-api" | "tenant-api" => facts.token().claim("sub"),
        _ => Fact::Absent,
    })
}

/// `login.response.body.token` names a thing; a long random piece in it does not.
fn is_name(name: &str) -> bool {
    name.split(['.', ' ']).all(|part| part.is_empty() || mask::identifier(part).is_some())
}
