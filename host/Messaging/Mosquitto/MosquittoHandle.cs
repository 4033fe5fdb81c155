using System.Runtime.InteropServices;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Owns one <c>struct mosquitto</c>: it is destroyed when nobody is inside a call on it any more.</summary>
internal sealed class MosquittoHandle() : SafeHandle(IntPtr.Zero, ownsHandle: true)
{
    public override bool IsInvalid => handle == IntPtr.Zero;

    protected override bool ReleaseHandle()
    {
        MosquittoNative.Destroy(handle);
        return true;
    }
}
