// nlp.js, trained and asked in a process of its own: node nlpjs.mjs TASK ANSWERS (files as in linear.py).
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const { NlpManager } = require("node-nlp");
const [task, answers] = process.argv.slice(2);
const { texts, labels, languages, questions, questionLanguages } = JSON.parse(readFileSync(task, "utf-8"));

const manager = new NlpManager({
  languages: [...new Set(languages)],
  nlu: { log: false },
  ner: { builtins: [] },
  autoSave: false,
  forceNER: false,
});
texts.forEach((text, place) => manager.addDocument(languages[place], text, labels[place]));
const started = performance.now();
await manager.train();
const trained = (performance.now() - started) / 1000;

const guesses = [];
const milliseconds = [];
for (const [place, question] of questions.entries()) {
  const began = performance.now();
  const result = await manager.process(questionLanguages[place], question);
  milliseconds.push(performance.now() - began);
  // Below its threshold nlp.js says "None"; as with the others, its best guess is what is compared.
  guesses.push(result.classifications?.find((item) => item.intent !== "None")?.intent ?? result.intent);
}
writeFileSync(answers, JSON.stringify({ guesses, train_seconds: trained, milliseconds }));
