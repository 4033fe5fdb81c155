namespace System.Device.Gpio
{
    /// <summary>How a pin is configured; names and values of nanoFramework's package.</summary>
    public enum PinMode
    {
        Input,
        InputPullDown,
        InputPullUp,
        Output,
    }
}
