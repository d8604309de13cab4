// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Encodes the certificates that the peer of a TLS session presented. */
final class PeerCertificates {
    private PeerCertificates() {}

    /** Returns them in DER, the peer's own first; empty if it presented none, or one cannot be encoded. */
    static List<ByteBuffer> of(SSLSession session) {
        List<ByteBuffer> encoded = new ArrayList<>();
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                encoded.add(ByteBuffer.wrap(certificate.getEncoded()));
            }
            return encoded;
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            return List.of();
        }
    }
}
