// Two thousand neighbours: a name, a number, a card, how they shop and which messenger they read.
import { newCardNumber } from '#src/core/cards/card-number.ts';
