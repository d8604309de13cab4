// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.nio.ByteBuffer;
import java.util.List;

/** Finds the secrets that any of several scanners finds. */
final class ScannerChain implements SecretScanner {
    private final List<SecretScanner> scanners;
    private byte replacement = ASTERISK;

    ScannerChain(List<SecretScanner> scanners) {
        this.scanners = scanners;
    }

    @Override
    public boolean isSecret(byte b) {
        boolean secret = false;
        for (SecretScanner scanner : scanners) { // each must see every byte
            if (scanner.isSecret(b)) {
                secret = true;
                replacement = scanner.replacement();
            }
        }
        return secret;
    }

    @Override
    public byte replacement() {
        return replacement;
    }

    @Override
    public void replace(ByteBuffer bytes) {
        for (SecretScanner scanner : scanners) {
            scanner.replace(bytes);
        }
    }
}
