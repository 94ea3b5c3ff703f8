import Page from "../page";

export default function NotFound() {
  return <Page title="Page not found" />;
}
