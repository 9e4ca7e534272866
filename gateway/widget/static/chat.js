// The resident's chat: takes over the forms of chat.html, which also work without this file.

import { ChatApi } from "./chat/api.js";
import { Composer } from "./chat/composer.js";
import { Conversation } from "./chat/conversation.js";
import { followHost } from "./chat/frame.js";
import { Memory } from "./chat/memory.js";
import { MessageList } from "./chat/messages.js";

const page = document.getElementById("chat");
const embedded = "embedded" in page.dataset;
const memory = new Memory({ lasting: embedded });

const conversation = new Conversation({
  page,
  memory,
  api: new ChatApi(page.dataset.root),
  messages: new MessageList(page),
  composer: new Composer(page),
});

followHost({ embedded, memory });
conversation.start();
