/** The version of the gateway and of its HTTP contract. */
export const VERSION = '1.0.0';
