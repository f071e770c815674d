//! HTTP as both ports speak it: a call read whole, a reply built whole, and one place where every exchange is journaled.
//! Routing is done by hand on decoded segments because Graph's paths (`applications(appId='..')`) fit no router.

mod broken;
mod call;
mod fields;
mod jwt;
mod query;
mod reply;
mod serve;

pub(crate) use call::{Call, Segment, Surface, percent_decoded};
pub(crate) use fields::Fields;
pub(crate) use jwt::Compact;
pub(crate) use query::Query;
pub(crate) use reply::{Note, Reply};
pub(crate) use serve::{Visit, api_router, rooted_router};
