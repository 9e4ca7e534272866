// Records from the microphone and gives a WAV file: browsers record in kinds that WhatsApp does not take.
const BITS = 16;

export function setUpRecording(button, { done, failed }) {
  if (!navigator.mediaDevices || !window.MediaRecorder) return;
  button.hidden = false;
  let recorder = null;

  button.addEventListener("click", async () => {
    if (recorder) {
      recorder.stop();
      return;
    }
    try {
      recorder = await record(done, failed, () => {
        recorder = null;
        button.setAttribute("aria-pressed", "false");
        button.setAttribute("aria-label", "Record a voice note");
      });
      button.setAttribute("aria-pressed", "true");
      button.setAttribute("aria-label", "Stop and send");
    } catch (error) {
      recorder = null;
      failed(`No microphone: ${error.message}`);
    }
  });
}

async function record(done, failed, ended) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts = [];
  recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
  recorder.addEventListener("stop", async () => {
    stream.getTracks().forEach((track) => track.stop());
    ended();
    try {
      await done(await toWav(new Blob(parts)));
    } catch (error) {
      failed(`Not recorded: ${error.message}`);
    }
  });
  recorder.start();
  return recorder;
}

async function toWav(recorded) {
  const context = new AudioContext();
  const sound = await context.decodeAudioData(await recorded.arrayBuffer());
  await context.close();
  const samples = sound.getChannelData(0);
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  writeHeader(view, samples.length, sound.sampleRate);
  samples.forEach((value, place) => {
    const bounded = Math.max(-1, Math.min(1, value));
    view.setInt16(44 + place * 2, bounded * 0x7fff, true);
  });
  return new Blob([view], { type: "audio/wav" });
}

function writeHeader(view, count, rate) {
  const word = (place, letters) => [...letters].forEach((letter, at) => view.setUint8(place + at, letter.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, 36 + count * 2, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, (rate * BITS) / 8, true);
  view.setUint16(32, BITS / 8, true);
  view.setUint16(34, BITS, true);
  word(36, "data");
  view.setUint32(40, count * 2, true);
}
