// What the local workspace runs apps in, whatever server it answers as.
process.env.RUNTIME = 'deno';
