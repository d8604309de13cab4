// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** The kit detects an unbounded write queue, and one that retains the caller's arrays. */
class BufferingMutantTest {
    @Test
    void aQueueWithoutLimitIsFoundOut() {
        Mutants.assertKilled(new StreamMutant(stream -> new Queueing(stream, true)), "XFER_18");
    }

    @Test
    void aQueueOfTheCallersArraysIsFoundOut() {
        Mutants.assertKilled(new StreamMutant(stream -> new Queueing(stream, false)), "XFER_16");
    }

    private static final class Queueing extends StreamMutant.Defect {
        private final BlockingQueue<ByteBuffer> queue = new LinkedBlockingQueue<>();
        private final boolean copying;

        Queueing(NetworkStreamInterface sound, boolean copying) {
            super(sound);
            this.copying = copying;
            Thread sender = new Thread(this::send, "sender of a mutant");
            sender.setDaemon(true);
            sender.start();
        }

        private void send() {
            try {
                while (isOpen()) {
                    writeSoundly(queue.take());
                }
            } catch (IOException | InterruptedException e) {
                // the case has ended
            }
        }

        @Override
        public void write(ByteBuffer src) {
            ByteBuffer kept = copying
                    ? ByteBuffer.allocate(src.remaining()).put(src.duplicate()).flip()
                    : src.duplicate();
            queue.add(kept);
            src.position(src.limit());
        }

        @Override
        public void close() throws IOException {
            super.close();
            queue.add(ByteBuffer.allocate(0)); // ends the sender
        }
    }
}
