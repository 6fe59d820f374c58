"""The only folder that knows WeCom (企业微信): its frames, callbacks, API, limits and words."""
