// Stands in for packages of which the runtime uses types only.
export {};
