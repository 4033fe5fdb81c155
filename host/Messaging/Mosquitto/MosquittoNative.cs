using System.Runtime.InteropServices;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>The part of mosquitto.h (libmosquitto 1.6 and newer) that is used here; names and meanings are the header's.</summary>
internal static unsafe partial class MosquittoNative
{
    public const int Success = 0;
    public const int PayloadSize = 9;
    public const int OversizePacket = 25;
    public const int OptProtocolVersion = 1;
    public const int OptTcpNoDelay = 11;
    public const int ProtocolV5 = 5;

    [StructLayout(LayoutKind.Sequential)]
    public struct NativeMessage
    {
        public int Mid;
        public byte* Topic;
        public byte* Payload;
        public int PayloadLength;
        public int Qos;
        public byte Retain;
    }

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_lib_version")]
    public static partial int LibVersion(out int major, out int minor, out int revision);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_lib_init")]
    public static partial int LibInit();

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial MosquittoHandle New(string id, [MarshalAs(UnmanagedType.U1)] bool cleanStart, IntPtr userData);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_destroy")]
    public static partial void Destroy(IntPtr client);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_int_option")]
    public static partial int IntOption(MosquittoHandle client, int option, int value);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_threaded_set")]
    public static partial int ThreadedSet(MosquittoHandle client, [MarshalAs(UnmanagedType.U1)] bool threaded);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_username_pw_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UsernamePasswordSet(MosquittoHandle client, string? user, string? password);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_tls_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int TlsSet(MosquittoHandle client, string caFile, string? caPath, string? certFile, string? keyFile, IntPtr passwordCallback);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_will_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int WillSet(MosquittoHandle client, string topic, int length, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_connect_async", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int ConnectAsync(MosquittoHandle client, string host, int port, int keepAliveS);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_disconnect")]
    public static partial int Disconnect(MosquittoHandle client);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_loop", SetLastError = true)]
    public static partial int Loop(MosquittoHandle client, int timeoutMs, int maxPackets);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_publish", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Publish(
        MosquittoHandle client, out int mid, string topic, int length, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_subscribe", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Subscribe(MosquittoHandle client, out int mid, string filter, int qos);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_strerror")]
    private static partial IntPtr StrError(int error);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_reason_string")]
    private static partial IntPtr ReasonString(int reason);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_connect_v5_callback_set")]
    public static partial void OnConnect(MosquittoHandle client, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, int, int, IntPtr, void> callback);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_disconnect_v5_callback_set")]
    public static partial void OnDisconnect(MosquittoHandle client, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, int, IntPtr, void> callback);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_publish_v5_callback_set")]
    public static partial void OnPublish(MosquittoHandle client, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, int, int, IntPtr, void> callback);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_subscribe_v5_callback_set")]
    public static partial void OnSubscribe(MosquittoHandle client, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, int, int, int*, IntPtr, void> callback);

    [LibraryImport(MosquittoLibrary.ImportName, EntryPoint = "mosquitto_message_v5_callback_set")]
    public static partial void OnMessage(MosquittoHandle client, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, NativeMessage*, IntPtr, void> callback);

    public static string ErrorText(int error) => Marshal.PtrToStringUTF8(StrError(error)) ?? $"error {error}";

    public static string ReasonText(int reason) => $"{Marshal.PtrToStringUTF8(ReasonString(reason))}, reason code 0x{reason:X2}";
}
