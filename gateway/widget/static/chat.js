// The resident's chat: takes over the forms of chat.html, which also work without this file.

import { ChatApi } from "./chat/api.js";
import { Composer } from "./chat/composer.js";
import { Conversation } from "./chat/conversation.js";
import { followHost } from "./chat/frame.js";
import { Keeper } from "./chat/keeper.js";
import { Memory } from "./chat/memory.js";
import { MessageList } from "./chat/messages.js";
import { Microphone } from "./chat/microphone.js";
import { showOffline } from "./chat/offline.js";
import { OnWhatsApp } from "./chat/onwhatsapp.js";
import { Voice } from "./chat/voice.js";

const page = document.getElementById("chat");
const embedded = "embedded" in page.dataset;
const memory = new Memory({ lasting: embedded });
const preferences = new Memory({ lasting: true });
const composer = new Composer(page);
const voice = new Voice({ preferences, aloud: document.getElementById("aloud"), errorText: page.dataset.audioError });
const messages = new MessageList(page, { voice });
const keeper = new Keeper({ page, memory });

followHost({ embedded, memory });
new Microphone({ page, composer, preferences });
const api = new ChatApi(page.dataset.root);
const onWhatsApp = new OnWhatsApp({ page, api });
new Conversation({ page, memory, api, messages, composer, voice, keeper, onWhatsApp }).start();
showOffline({ page, memory, text: composer.text });
addEventListener("load", () => keeper.start());
