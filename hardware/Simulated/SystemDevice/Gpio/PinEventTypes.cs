namespace System.Device.Gpio
{
    /// <summary>The edge behind an event.</summary>
    [Flags]
    public enum PinEventTypes
    {
        None = 0,
        Rising = 1,
        Falling = 2,
    }
}
