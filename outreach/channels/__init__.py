"""One short file a provider: it speaks the provider's language outside and ours inside. No decisions, no database, no
other provider: retries, prices, hours and settling are judged by the domain. See docs/operating.md for adding one."""
