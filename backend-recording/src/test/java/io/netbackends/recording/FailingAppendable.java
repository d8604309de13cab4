// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

/** Fails in one call, with an unchecked exception, and works again afterwards. */
final class FailingAppendable implements Appendable {
    private final StringBuilder text;
    private final int failingCall;
    private int calls;

    FailingAppendable(StringBuilder text, int failingCall) {
        this.text = text;
        this.failingCall = failingCall;
    }

    @Override
    public Appendable append(CharSequence line) {
        if (++calls == failingCall) {
            throw new IllegalStateException("call " + calls);
        }
        text.append(line);
        return this;
    }

    @Override
    public Appendable append(CharSequence line, int start, int end) {
        return append(line.subSequence(start, end));
    }

    @Override
    public Appendable append(char c) {
        return append(String.valueOf(c));
    }
}
