// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.nio.ByteBuffer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Lets a program set its {@link java.net.SocketImplFactory} although the agent has set one, and a factory can be set only
 * once. In {@code Socket.setSocketImplFactory}, the code that throws "factory already defined" is replaced by a call of the
 * installed factory:
 *
 * <pre>{@code
 * if (factory != null) {
 *     ((Consumer) factory).accept(fac); return;    // was: throw new SocketException("factory already defined");
 * }
 * }</pre>
 *
 * <p>Both are 11 bytes, so nothing else in the class changes, except for new entries at the end of the constant pool. A
 * class of another JDK that looks different is unchanged; then a program that sets a factory gets that exception.
 */
final class SetFactoryPatch implements ClassFileTransformer {
    private static final String SOCKET = "java/net/Socket";
    private static final int COUNT_AT = 8;
    private static final int ANY = -1;

    /** {@code getstatic; ifnull; new; dup; ldc_w; invokespecial; athrow}, as javac makes it of an if with a throw. */
    private static final int[] CHECK = {
        0xb2, ANY, ANY, 0xc6, 0, 14, 0xbb, ANY, ANY, 0x59, 0x13, ANY, ANY, 0xb7, ANY, ANY, 0xbf
    };

    /** The offset of the code that throws. */
    private static final int THROW_AT = 6;

    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        return loader == null && SOCKET.equals(name) ? patched(classFile) : null;
    }

    /** Returns null unless the class has exactly one such check. */
    static byte @Nullable [] patched(byte[] classFile) {
        ByteBuffer in = ByteBuffer.wrap(classFile);
        int count = Short.toUnsignedInt(in.getShort(COUNT_AT));
        int poolEnd = skipConstants(in.position(COUNT_AT + 2), count);
        int at = only(classFile, poolEnd);
        try {
            return at < 0 ? null : write(classFile, count, poolEnd, at);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never thrown in memory
        }
    }

    /** JVMS 4.4. */
    private static int skipConstants(ByteBuffer in, int count) {
        for (int i = 1; i < count; i++) {
            int length = switch (in.get()) {
                case UTF8 -> Short.toUnsignedInt(in.getShort());
                case LONG, DOUBLE -> {
                    i++; // takes two entries
                    yield Long.BYTES;
                }
                case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> Short.BYTES;
                case METHOD_HANDLE -> 1 + Short.BYTES;
                default -> Integer.BYTES; // a number, or two indices
            };
            in.position(in.position() + length);
        }
        return in.position();
    }

    private static int only(byte[] classFile, int from) {
        int found = -1;
        for (int at = from; at <= classFile.length - CHECK.length; at++) {
            if (matches(classFile, at)) {
                if (found >= 0) {
                    return -1;
                }
                found = at;
            }
        }
        return found;
    }

    private static boolean matches(byte[] classFile, int at) {
        for (int i = 0; i < CHECK.length; i++) {
            if (CHECK[i] != ANY && CHECK[i] != Byte.toUnsignedInt(classFile[at + i])) {
                return false;
            }
        }
        return true;
    }

    private static byte[] write(byte[] classFile, int count, int poolEnd, int at) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(classFile.length + 100);
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(classFile, 0, COUNT_AT);
        out.writeShort(count + 6);
        out.write(classFile, COUNT_AT + 2, poolEnd - COUNT_AT - 2);
        int accept = writeConstants(out, count);
        int throwAt = at + THROW_AT;
        out.write(classFile, poolEnd, throwAt - poolEnd);
        out.writeByte(0x00); // nop: this is a byte shorter
        out.write(classFile, at, 3); // getstatic factory
        out.writeByte(0x2a); // aload_0
        out.writeByte(0xb9); // invokeinterface
        out.writeShort(accept);
        out.writeByte(2); // slots of the arguments
        out.writeByte(0);
        out.writeByte(0xb1); // return
        int end = at + CHECK.length;
        out.write(classFile, end, classFile.length - end);
        return bytes.toByteArray();
    }

    /** Returns the index of the method, which is the last constant. */
    private static int writeConstants(DataOutputStream out, int first) throws IOException {
        out.writeByte(UTF8);
        out.writeUTF("java/util/function/Consumer");
        out.writeByte(UTF8);
        out.writeUTF("accept");
        out.writeByte(UTF8);
        out.writeUTF("(Ljava/lang/Object;)V");
        out.writeByte(CLASS);
        out.writeShort(first);
        out.writeByte(NAME_AND_TYPE);
        out.writeShort(first + 1);
        out.writeShort(first + 2);
        out.writeByte(INTERFACE_METHOD);
        out.writeShort(first + 3);
        out.writeShort(first + 4);
        return first + 5;
    }
}
