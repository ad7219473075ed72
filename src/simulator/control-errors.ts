// How the control API says no.

/** Something that is named does not exist; answered with 404. */
export class Missing extends Error {}
