// SPDX-License-Identifier: Apache-2.0
/** A backend around any other one that shows or keeps what passes through its streams. */
module io.netbackends.recording {
    requires transitive io.netbackends;
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports io.netbackends.recording;
    exports io.netbackends.recording.format;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.recording.RecordingBackendProvider;
}
