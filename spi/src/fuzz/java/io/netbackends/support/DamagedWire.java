// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.support.TlsMachine.Need;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/** Drives one TLS machine as a transport would, and checks that it neither hangs nor hoards. */
final class DamagedWire {
    private static final int MAX_STEPS = 100_000;
    private static final int MAX_QUEUE = 192 * 1024;

    private final TlsMachine machine;
    private final int slice;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private boolean ready;
    private boolean ended;
    private int steps;

    DamagedWire(TlsMachine machine, int slice) {
        this.machine = machine;
        this.slice = slice;
    }

    /** Returns whether the handshake is complete and data may be written. */
    boolean isReady() {
        return ready && !ended;
    }

    /** Returns the bytes sent since the last call. */
    byte[] takeSent() {
        byte[] all = sent.toByteArray();
        sent.reset();
        return all;
    }

    /** Lets the machine receive the bytes, slice by slice, and runs it as far as possible with them. */
    void deliver(byte[] bytes) throws SSLException {
        steps = 0;
        ByteBuffer wire = ByteBuffer.wrap(bytes);
        do {
            fill(wire);
            advance();
        } while (wire.hasRemaining() && !ended);
    }

    void write(ByteBuffer src) throws SSLException {
        steps = 0;
        while (src.hasRemaining()) {
            countStep();
            switch (machine.encrypt(src)) {
                case OUTPUT, NOTHING -> send();
                case TASKS -> machine.runTasks();
                case INPUT, END -> {
                    send();
                    return;
                }
            }
        }
    }

    /** After a failure, the engine has an alert to send, and no other failure follows. */
    void sendAlert() throws SSLException {
        machine.outEncrypted().clear();
        machine.encryptOwnMessages();
        send();
    }

    private void fill(ByteBuffer wire) {
        ByteBuffer room = machine.inEncrypted().beginFill();
        int n = Math.min(slice, Math.min(wire.remaining(), room.remaining()));
        room.put(wire.slice(wire.position(), n));
        machine.inEncrypted().endFill();
        wire.position(wire.position() + n);
        assertThat(n > 0 || !wire.hasRemaining()).as("room for more input").isTrue();
        if (machine.inEncrypted().room() == 0) {
            machine.growReceiveBuffer();
        }
    }

    /** Until it needs input, or has ended. */
    private void advance() throws SSLException {
        while (!ended) {
            countStep();
            Need need = ready ? machine.decrypt(ByteBuffer.allocate(64 + slice % 20_000)) : machine.handshake();
            switch (need) {
                case NOTHING -> ready = true;
                case OUTPUT -> {
                    if (ready) {
                        machine.encryptOwnMessages();
                        assertThat(machine.outEncrypted().isEmpty())
                                .as("nothing to send")
                                .isFalse();
                    }
                    send();
                }
                case TASKS -> machine.runTasks();
                case RESPONSE -> {}
                case END -> ended = true;
                case INPUT -> {
                    if (machine.wantsToSend()) {
                        machine.encryptOwnMessages();
                        send();
                    }
                    return;
                }
            }
        }
    }

    private void send() {
        ByteBuffer content = machine.outEncrypted().content();
        sent.write(content.array(), content.arrayOffset() + content.position(), content.remaining());
        machine.outEncrypted().clear();
    }

    private void countStep() {
        assertThat(++steps).as("steps").isLessThan(MAX_STEPS);
        assertThat(machine.inEncrypted().capacity()).as("received").isLessThanOrEqualTo(MAX_QUEUE);
        assertThat(machine.outEncrypted().capacity()).as("to send").isLessThanOrEqualTo(MAX_QUEUE);
    }
}
