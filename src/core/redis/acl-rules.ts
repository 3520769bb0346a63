/** What a user of Redis needs for the whole check, as ACL SETUSER takes it; docs/findings.md has the same line. */
export const ACL_RULES = '~poolproof:* +ping +set +get +del +info +client|list';
