namespace System.Device.Gpio
{
    /// <summary>Called on every edge of an input pin.</summary>
    public delegate void PinValueChangedEventHandler(object sender, PinValueChangedEventArgs e);
}
