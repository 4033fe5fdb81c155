// nanoFramework.System.Threading 1.1.52
namespace System.Threading
{
    public struct CancellationToken
    {
    }

    public class CancellationTokenSource
    {
        public CancellationTokenSource(int millisecondsDelay) { throw null; }

        public CancellationToken Token { get { throw null; } }
    }
}
