/** Of a request's body: what the firewall in front of the API lets through, and what place-order reads. */
export const MAX_BODY_BYTES = 8_192;
