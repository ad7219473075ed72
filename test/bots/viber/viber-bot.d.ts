// npm `viber-bot` as the tests use it: the library itself, beside what we make of it.
declare module 'viber-bot' {
  interface Message {
    toJson(): Record<string, unknown>;
  }
  const viberBot: {
    Message: {
      Text: new (text: string) => Message;
      Picture: new (url: string, caption: string) => Message;
    };
  };
  export default viberBot;
}
