namespace System.Device.Gpio
{
    /// <summary>Which pin changed, and how.</summary>
    public class PinValueChangedEventArgs
    {
        public PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber)
        {
            ChangeType = changeType;
            PinNumber = pinNumber;
        }

        public PinEventTypes ChangeType { get; private set; }

        public int PinNumber { get; private set; }
    }
}
