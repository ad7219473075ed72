// Says in one sentence what to do when npm could not put the right Node beside the program: without its install script
// the machine's own Node runs instead, and an old one cannot even read TypeScript. So this is plain JavaScript.
if (Number.parseInt(process.versions.node, 10) !== 24) {
  console.error(
    `Kartka runs on Node 24, which npm installs beside it, but this is Node ${process.versions.node}: ` +
      'run `npm ci --ignore-scripts=false` and try again.',
  );
  process.exit(1);
}
