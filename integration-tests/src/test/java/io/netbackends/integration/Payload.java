// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Bytes to send, with texts that identify them. */
public final class Payload {
    /** Several times the size of the buffers of a connection, and fast to record as text. */
    public static final int LARGE = 2 * 1024 * 1024;

    private Payload() {}

    /** Returns the same random bytes each time. */
    public static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Returns a few bytes as text, or the size and hash of many. */
    public static String describe(byte[] bytes) {
        return bytes.length < 100 ? new String(bytes, ISO_8859_1) : bytes.length + " bytes, SHA-256 " + sha256(bytes);
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(bytes));
    }

    /** Reads to the end. */
    static String sha256(InputStream in) throws IOException {
        MessageDigest digest = digest("SHA-256");
        byte[] chunk = new byte[64 * 1024];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            digest.update(chunk, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String md5(byte[] bytes) {
        return HexFormat.of().formatHex(digest("MD5").digest(bytes));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK must know " + algorithm, e);
        }
    }
}
