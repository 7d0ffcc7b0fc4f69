/**
 * A web origin that names one host; plain HTTP for localhost only. A token inside the host is fine: with the scheme in front
 * it cannot become a wildcard.
 */
export const EXACT_ORIGIN = /^(https:\/\/[^\s/*'",;]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)$/;
