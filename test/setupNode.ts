// What the local workspace runs apps in, where a test does not ask for another.
process.env.RUNTIME ??= 'node';
