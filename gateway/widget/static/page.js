// A topic's page: listening as in the chat, the words marked, at the speed that was chosen there. Without this file the
// browser's own player does.

import { Memory } from "./chat/memory.js";
import { Voice } from "./chat/voice.js";

const article = document.querySelector("article");
new Voice({ preferences: new Memory({ lasting: true }), errorText: article.dataset.audioError }).add(article);
