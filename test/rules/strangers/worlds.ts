/** Whose the resources are, and who the strangers are. Two of them, because a pattern of account numbers may hold one of many that somebody opens. */
export const OWN = '111122223333';
export const STRANGER = '999988887777';
export const STRANGERS = [STRANGER, '111199998888'];
export const REGION = 'eu-west-1';

export const OWN_ORGANISATION = 'o-a1b2c3d4e5';
export const STRANGE_ORGANISATION = 'o-z9y8x7w6v5';
export const OWN_NETWORK = '198.51.100.0/24';
