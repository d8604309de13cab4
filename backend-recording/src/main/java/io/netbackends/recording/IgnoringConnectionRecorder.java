// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.nio.ByteBuffer;

/** Ignores all events. */
enum IgnoringConnectionRecorder implements ConnectionRecorder {
    INSTANCE;

    @Override
    public void read(ByteBuffer bytes) {}

    @Override
    public void written(ByteBuffer bytes) {}
}
