// The other name of `npm run setup`.
import './setup.ts';
