import Page from "../page";

export default function Home() {
  return <Page title="Made-up site" />;
}
