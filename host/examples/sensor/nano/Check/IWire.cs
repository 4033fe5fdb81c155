namespace Gyroscope.Nano.Check
{
    /// <summary>What is at the other end of a simulated bus.</summary>
    public interface IWire
    {
        /// <summary>False: nobody has this address.</summary>
        bool TryTransfer(int address, byte[] write, byte[] read);
    }
}
